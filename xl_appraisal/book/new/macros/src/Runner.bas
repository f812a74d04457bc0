Attribute VB_Name = "Runner"
Option Explicit
'Runs a Python command and turns every failure into a message that says what to do.
'
'RunPython is called by name at run time. A direct call would be a compile error of this
'module wherever xlwings is missing, and nothing here could then tell the user why.

Public Sub RunCommand(ByVal pythonCommand As String, ByVal label As String)
    On Error GoTo failed
    Application.Run RunPythonName(), pythonCommand
    Exit Sub
failed:
    ShowFailure label, Err.Number, Err.Description
End Sub

Private Sub ShowFailure(ByVal label As String, ByVal number As Long, ByVal description As String)
    Dim message As String
    message = CannotRun() & " [" & label & "]" & vbCrLf & vbCrLf & HowToMend() & vbCrLf & vbCrLf
    message = message & ErrorWas() & description & " (" & CStr(number) & ")"
    MsgBox message, vbExclamation, MessageTitle()
End Sub
