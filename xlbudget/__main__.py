from xlbudget.commands.main import main

raise SystemExit(main())
