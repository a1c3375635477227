Attribute VB_Name = "xlwings"
'The part of xlwings' stand-alone module (Version: 0.37.8, xlwings_custom_addin.bas) that runs a Python command.
'Cut down and hardened for xlbudget; every changed or added line says xlbudget:, the others are xlwings' own. What is not here:
'user-defined functions and their DLL, conda, embedded code, config files, environment strings, and every look at the
'active workbook: neither its name, nor its folder, nor a sheet of it reaches the command line or the choice of Python.

'xlwings is distributed under a BSD 3-clause license.
'
'Copyright (C) 2014-present, Zoomer Analytics LLC.
'All rights reserved.
'
'Redistribution and use in source and binary forms, with or without modification,
'are permitted provided that the following conditions are met:
'
'* Redistributions of source code must retain the above copyright notice, this
'  list of conditions and the following disclaimer.
'
'* Redistributions in binary form must reproduce the above copyright notice, this
'  list of conditions and the following disclaimer in the documentation and/or
'  other materials provided with the distribution.
'
'* Neither the name of the copyright holder nor the names of its
'  contributors may be used to endorse or promote products derived from
'  this software without specific prior written permission.
'
'THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
'ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
'WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
'DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR
'ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES
'(INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES;
'LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON
'ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
'(INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS
'SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.


Public Const PROJECT_NAME As String = "xlbudget" 'xlbudget:

Public Sub RunPython(ByVal button As String) 'xlbudget: a Sub, for a formula of any workbook may call a public Function
    Dim interpreter As String 'xlbudget:

    #If Mac Then
        interpreter = GetConfig("INTERPRETER_MAC", "")
    #Else
        interpreter = GetConfig("INTERPRETER_WIN", "")
    #End If
    If interpreter = "" Then
        ShowError "", GetConfig("TEXT_NOT_INSTALLED", "xlbudget addin install") 'xlbudget:
        Exit Sub 'xlbudget:
    End If

    ' Call Python platform-dependent
    #If Mac Then
        ExecuteMac button, interpreter 'xlbudget:
    #Else
        ExecuteWindows button, interpreter 'xlbudget:
    #End If
End Sub 'xlbudget:

Private Function CommandOf(ByVal button As String) As String 'xlbudget: made of constants; a shape of any workbook may call a macro with words of its own
    If button = "" Or button Like "*[!a-z_]*" Then Exit Function 'xlbudget:
    CommandOf = "from xlbudget.addin.ribbon import press; press('" & button & "', '" & GetConfig("VERSION") & "')" 'xlbudget:
End Function 'xlbudget:

Private Function ExecuteMac(ByVal button As String, PYTHON_MAC As String) As Integer 'xlbudget:
    #If Mac Then
    Dim ParameterString As String, ExitCode As String, LOG_FILE As String 'xlbudget:
    Dim PythonCommand As String: PythonCommand = CommandOf(button) 'xlbudget:

    ' Sandbox location that requires no file access confirmation
    LOG_FILE = Environ("HOME") & "/xlbudget.log" 'xlbudget:

    ' Delete Log file just to make sure we don't show an old error
    On Error Resume Next
        Kill LOG_FILE
    On Error GoTo 0

    ' ParameterSting with all paramters (AppleScriptTask only accepts a single parameter)
    ParameterString = PYTHON_MAC & "|" & PythonCommand & "|" & LOG_FILE & "|" & GetConfig("TEXT_PYTHON_FAILED") & LOG_FILE 'xlbudget:

    On Error GoTo AppleScriptErrorHandler
        ExitCode = AppleScriptTask("xlbudget.applescript", "VbaHandler", ParameterString) 'xlbudget:
    On Error GoTo 0
    If ExitCode <> "" Then ShowError "", GetConfig("TEXT_PYTHON_FAILED") & vbCrLf & ExitCode 'xlbudget:
    Exit Function

AppleScriptErrorHandler:
    ShowError "", GetConfig("TEXT_NOT_INSTALLED", "xlbudget addin install") 'xlbudget:
    ExecuteMac = -1 'xlbudget:
    #End If
End Function 'xlbudget:

Private Function ExecuteWindows(ByVal button As String, PYTHON_WIN As String) As Integer 'xlbudget:
    ' Call a command window and change to the directory of the Python installation or frozen executable
    ' Note: If Python is called from a different directory with the fully qualified path, pywintypesXX.dll won't be found.
    ' This seems to be a general issue with pywin32, see http://stackoverflow.com/q/7238403/918626
    Dim TempDir As String
    Dim WaitOnReturn As Boolean: WaitOnReturn = True
    Dim WindowStyle As Integer: WindowStyle = 0 'xlbudget:
    Dim DriveCommand As String, RunCommand As String 'xlbudget:
    Dim PythonInterpreter As String, PythonDir As String 'xlbudget:
    Dim PythonCommand As String: PythonCommand = CommandOf(button) 'xlbudget:
    Dim ExitCode As Long
    Dim LOG_FILE As String

    TempDir = Environ("Temp") 'xlbudget:

    LOG_FILE = TempDir & "\xlbudget-" & CreateGUID() & ".log" 'xlbudget:

    If FileExistsOnWindows(PYTHON_WIN) Then 'xlbudget:
        PythonDir = ParentFolder(PYTHON_WIN)
    Else
        ShowError "", GetConfig("TEXT_NO_PYTHON") & vbCrLf & PYTHON_WIN 'xlbudget:
        ExecuteWindows = -1
        Exit Function
    End If

    If Left$(PYTHON_WIN, 2) Like "[A-Za-z]:" Then
        ' If Python is installed on a mapped or local drive, change to drive, then cd to path
        DriveCommand = Left$(PYTHON_WIN, 2) & " && cd """ & PythonDir & """ && " 'xlbudget:
    ElseIf Left$(PYTHON_WIN, 2) = "\\" Then
        ' If Python is installed on a UNC path, temporarily mount and activate a drive letter with pushd
        DriveCommand = "pushd """ & PythonDir & """ && " 'xlbudget:
    End If

    ' Run Python with the "-c" command line switch: add the path of the python file and run the
    ' Command as first argument, then provide the Name and "from_xl" as 2nd and 3rd arguments.
    ' Then redirect stderr to the LOG_FILE and wait for the call to return.

    PythonInterpreter = Chr(34) & PYTHON_WIN & Chr(34) 'xlbudget:
    RunCommand = PythonInterpreter & " -B -c """ & PythonCommand & """ " 'xlbudget:

    RunCommand = "cmd.exe /C " & DriveCommand & RunCommand & "--from_xl=1 --hwnd=" & CStr(Application.Hwnd) & " 2> """ & LOG_FILE & """" 'xlbudget:
    ExitCode = WScript.Run(RunCommand, WindowStyle, WaitOnReturn) 'xlbudget:

    'If ExitCode <> 0 then there's something wrong
    If ExitCode <> 0 Then
        ShowError LOG_FILE, GetConfig("TEXT_PYTHON_FAILED") 'xlbudget:
        ExecuteWindows = -1
    End If

    ' Delete file after the error message has been shown
    On Error Resume Next
        Kill LOG_FILE
    On Error GoTo 0
End Function

Function GetConfig(configKey As String, Optional default As String = "") As Variant 'xlbudget:
    ' Only from the add-in's own sheet, never from the active workbook or a file beside it 'xlbudget:
    Dim sht As Worksheet
    Dim i As Long 'xlbudget:

    GetConfig = default
    Set sht = ThisWorkbook.Sheets(PROJECT_NAME & ".conf") 'xlbudget:
    i = 1 'xlbudget:
    Do While sht.Cells(i, 1).Value <> "" 'xlbudget:
        If sht.Cells(i, 1).Value = configKey Then 'xlbudget:
            If CStr(sht.Cells(i, 2).Value) <> "" Then GetConfig = CStr(sht.Cells(i, 2).Value) 'xlbudget:
            Exit Function
        End If
        i = i + 1 'xlbudget:
    Loop 'xlbudget:
End Function

Private Function WScript(Optional CreateNew As Boolean) As Object 'xlbudget:
  Static Value As Object
  If CreateNew Or Value Is Nothing Then Set Value = CreateObject("WScript.Shell")
  Set WScript = Value
End Function

Private Function FileExistsOnWindows(ByVal FileSpec As String) As Boolean 'xlbudget:
   ' by Karl Peterson MS MVP VB
   Dim Attr As Long
   ' Guard against bad FileSpec by ignoring errors
   ' retrieving its attributes.
   On Error Resume Next
   Attr = GetAttr(FileSpec)
   If Err.Number = 0 Then
      ' No error, so something was found.
      ' If Directory attribute set, then not a file.
      FileExistsOnWindows = Not ((Attr And vbDirectory) = vbDirectory)
   End If
End Function

Private Function ParentFolder(ByVal Folder) 'xlbudget:
      ParentFolder = Left$(Folder, InStrRev(Folder, "\") - 1)
End Function

Private Sub ShowError(FileName As String, Optional Message As String = "") 'xlbudget:
    ' Shows a MsgBox with the content of a text file

    Dim Content As String

    Const OK_BUTTON_ERROR = 16
    Const AUTO_DISMISS = 0

    Content = Message 'xlbudget:
    If FileExistsOnWindows(FileName) Then Content = Content & vbCrLf & ReadFile(FileName) 'xlbudget:

        #If Mac Then
            MsgBox Content, vbCritical, PROJECT_NAME 'xlbudget:
        #Else
            WScript.Popup Content, AUTO_DISMISS, PROJECT_NAME, OK_BUTTON_ERROR 'xlbudget:
        #End If
End Sub

Private Function ReadFile(ByVal FileName As String) 'xlbudget:
    ' Read a text file

    Dim Content As String
    Dim Token As String
    Dim FileNum As Integer

    FileNum = FreeFile
    Content = ""

    ' Read Text File
    Open FileName For Input As #FileNum
        Do While Not EOF(FileNum)
            Line Input #FileNum, Token
            Content = Content & Token & vbCrLf 'xlbudget:
        Loop
    Close #FileNum

    ReadFile = Content
End Function

Private Function CreateGUID() As String 'xlbudget:
    Randomize Timer() + Application.Hwnd
    ' https://stackoverflow.com/a/46474125/918626
    Do While Len(CreateGUID) < 32
        If Len(CreateGUID) = 16 Then
            '17th character holds version information
            CreateGUID = CreateGUID & Hex$(8 + CInt(Rnd * 3))
        End If
        CreateGUID = CreateGUID & Hex$(CInt(Rnd * 15))
    Loop
    CreateGUID = Mid(CreateGUID, 1, 8) & "-" & Mid(CreateGUID, 9, 4) & "-" & Mid(CreateGUID, 13, 4) & "-" & Mid(CreateGUID, 17, 4) & "-" & Mid(CreateGUID, 21, 12)
End Function
