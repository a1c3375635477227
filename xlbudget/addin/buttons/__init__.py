"""What each button of the ribbon does, at whatever desk."""
