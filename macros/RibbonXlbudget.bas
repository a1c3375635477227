Attribute VB_Name = "RibbonXlbudget"
'The callbacks of the ribbon, one for each button, and what Python asks of Excel that xlwings has no word for.
'ASCII only: a VBA project holds no Chinese. Labels stand in ribbon.xml, messages come from Python.
Option Explicit

'(the callbacks of ribbon.xml)
Private Sub Press(ByVal button As String)
    RunPython button
End Sub

'Any workbook's formula may call the public functions of an add-in: Python asks them by Application.Run, which has no cell.
Private Function InFormula() As Boolean
    InFormula = (TypeName(Application.Caller) = "Range")
End Function

'A copy of a workbook as it stands, unsaved entries included; the workbook stays as unsaved as it was. "" when done.
Public Function SaveSnapshot(ByVal bookName As String, ByVal path As String) As String
    If InFormula() Or Not path Like "*xlbudget-*copy.xl??" Then Exit Function
    On Error GoTo Failed
    Workbooks(bookName).SaveCopyAs path
    SaveSnapshot = ""
    Exit Function
Failed:
    SaveSnapshot = "error " & Err.Number & ": " & Err.Description
End Function

'Takes the protection off a sheet; answers what Protect needs to put it back, "open" when there is none, "password"
'when only a password opens it.
Public Function TakeProtection(ByVal bookName As String, ByVal sheetName As String) As String
    Dim ws As Worksheet
    Dim held As String
    If InFormula() Then Exit Function
    Set ws = Workbooks(bookName).Worksheets(sheetName)
    If Not ws.ProtectContents Then
        TakeProtection = "open"
        Exit Function
    End If
    held = Flag(ws.ProtectDrawingObjects) & Flag(ws.ProtectScenarios)
    With ws.Protection
        held = held & Flag(.AllowFormattingCells) & Flag(.AllowFormattingColumns) & Flag(.AllowFormattingRows)
        held = held & Flag(.AllowInsertingColumns) & Flag(.AllowInsertingRows) & Flag(.AllowInsertingHyperlinks)
        held = held & Flag(.AllowDeletingColumns) & Flag(.AllowDeletingRows) & Flag(.AllowSorting)
        held = held & Flag(.AllowFiltering) & Flag(.AllowUsingPivotTables)
    End With
    On Error Resume Next
    ws.Unprotect ""
    On Error GoTo 0
    If ws.ProtectContents Then TakeProtection = "password" Else TakeProtection = held
End Function

'Puts back the protection that TakeProtection took off.
Public Function PutProtection(ByVal bookName As String, ByVal sheetName As String, ByVal held As String) As String
    If InFormula() Then Exit Function
    If Len(held) = 13 Then
        Workbooks(bookName).Worksheets(sheetName).Protect "", Bit(held, 1), True, Bit(held, 2), False, _
            Bit(held, 3), Bit(held, 4), Bit(held, 5), Bit(held, 6), Bit(held, 7), Bit(held, 8), _
            Bit(held, 9), Bit(held, 10), Bit(held, 11), Bit(held, 12), Bit(held, 13)
    End If
    PutProtection = ""
End Function

Private Function Flag(ByVal allowed As Boolean) As String
    If allowed Then Flag = "1" Else Flag = "0"
End Function

Private Function Bit(ByVal held As String, ByVal place As Integer) As Boolean
    Bit = (Mid$(held, place, 1) = "1")
End Function

'Where a workbook lies: a folder, a web address, or "" when it was never saved.
Public Function FolderOf(ByVal bookName As String) As String
    If InFormula() Then Exit Function
    FolderOf = Workbooks(bookName).path
End Function

'The folder that the user picks, "" when none is.
Public Function PickFolder(ByVal title As String, ByVal start As String) As String
    If InFormula() Then Exit Function
    #If Mac Then
        PickFolder = AppleScriptTask("xlbudget.applescript", "ChooseFolder", title & vbLf & start)
    #Else
        With Application.FileDialog(4)
            .title = title
            If start <> "" Then .InitialFileName = start & "\"
            If .Show Then PickFolder = .SelectedItems(1)
        End With
    #End If
End Function

'A setting of the add-in's own sheet.
Public Function Setting(ByVal key As String) As String
    If InFormula() Then Exit Function
    Setting = CStr(GetConfig(key))
End Function
