-- What Excel for Mac may not do itself: start Python, ask for a folder. Installed by "xlbudget addin install".
-- Every word that reaches the shell is quoted, and no name of a workbook is among them.

on VbaHandler(ParameterString)
	set {PythonInterpreter, PythonCommand, LogFile, FailText} to SplitString(ParameterString, "|")
	-- Excel does not wait for Python here, so Python's failure has to speak for itself.
	set AlertCommand to "osascript -e " & quoted form of ("display alert \"xlbudget\" message \"" & FailText & "\"")
	set ShellCommand to "(" & quoted form of PythonInterpreter & " -B -u -W ignore -c " & quoted form of PythonCommand & " --from_xl=1 > /dev/null 2> " & quoted form of LogFile & " || " & AlertCommand & ") > /dev/null 2>&1 &"
	try
		do shell script "test -x " & quoted form of PythonInterpreter
	on error
		return PythonInterpreter
	end try
	try
		do shell script ShellCommand
		return ""
	on error errMsg
		return errMsg
	end try
end VbaHandler

on ChooseFolder(ParameterString)
	set {PromptText, StartFolder} to SplitString(ParameterString, linefeed)
	try
		try
			set Chosen to choose folder with prompt PromptText default location (POSIX file StartFolder as alias)
		on error number errNumber
			if errNumber is -128 then return ""
			-- There is no such folder (any more), or none was given.
			set Chosen to choose folder with prompt PromptText
		end try
		return POSIX path of Chosen
	on error
		return ""
	end try
end ChooseFolder

on SplitString(TheBigString, fieldSeparator)
	set oldTID to AppleScript's text item delimiters
	set AppleScript's text item delimiters to fieldSeparator
	set theItems to text items of TheBigString
	set AppleScript's text item delimiters to oldTID
	return theItems
end SplitString
