Attribute VB_Name = "Runner"
Option Explicit
Option Private Module
'Runs a Python command and turns every failure into a message that says what to do.
'
'RunPython is called by name at run time. A direct call would be a compile error of this
'module wherever xlwings is missing, and nothing here could then tell the user why.

#If VBA7 Then
    Private Declare PtrSafe Function MessageBoxW Lib "user32" (ByVal owner As LongPtr, _
        ByVal message As LongPtr, ByVal title As LongPtr, ByVal style As Long) As Long
#Else
    Private Declare Function MessageBoxW Lib "user32" (ByVal owner As Long, _
        ByVal message As Long, ByVal title As Long, ByVal style As Long) As Long
#End If

Public Sub RunCommand(ByVal pythonCommand As String, ByVal label As String, _
    ByVal undoable As Boolean)
    On Error GoTo failed
    Application.Run RunPythonName(), pythonCommand
    If undoable Then
        OfferUndo label
    End If
    Exit Sub
failed:
    ShowFailure label, Err.Number, Err.Description
End Sub

'Excel forgets what can be undone when a macro changes cells. Its Undo (Ctrl+Z) calls this
'workbook's UndoLast instead, as long as nothing else is done; it must be told last of all.
Private Sub OfferUndo(ByVal label As String)
    Dim ours As String
    ours = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!UndoLast"
    Application.OnUndo UndoOf() & label & UndoEnds(), ours
End Sub

Private Sub ShowFailure(ByVal label As String, ByVal number As Long, ByVal description As String)
    Dim message As String
    message = CannotRun() & " [" & label & "]" & vbCrLf & vbCrLf & HowToMend() & vbCrLf & vbCrLf
    message = message & ErrorWas() & description & " (" & CStr(number) & ")"
    ShowMessage message, MessageTitle()
End Sub

'MsgBox turns its text into the system's own code page first, and Chinese into question marks
'where that is another country's. It is left for systems that are not Windows or forbid the call.
Private Sub ShowMessage(ByVal message As String, ByVal title As String)
    On Error GoTo plainly
    MessageBoxW Application.Hwnd, StrPtr(message), StrPtr(title), vbExclamation
    Exit Sub
plainly:
    MsgBox message, vbExclamation, title
End Sub
