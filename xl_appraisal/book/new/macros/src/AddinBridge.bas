Attribute VB_Name = "AddinBridge"
Option Explicit
'Reaches the loaded xlwings add-in by its file name instead of a project reference.
'
'A reference that cannot be resolved stops the whole project from compiling, modules that never
'use it included. A call by name fails at run time only, where it can be told in plain words.

Private Const ADDIN_FILE As String = "xlwings.xlam"
Private Const CANNOT_RUN_MACRO As Long = 1004

Public Function RunPythonName() As String
    RunPythonName = ADDIN_FILE & "!RunPython"
End Function

Public Function HowToMend() As String
    HowToMend = WhatToDo()
End Function

'The generated functions (module xlwings_udfs) call this one. Their own error handler puts the
'description of an error raised here into the cell.
Public Function XLPy() As Object
    Dim number As Long
    Dim description As String
    On Error GoTo failed
    Set XLPy = Application.Run(ADDIN_FILE & "!XLPy")
    Exit Function
failed:
    number = Err.Number
    description = Err.Description
    If number = CANNOT_RUN_MACRO Then description = AddinMissing()
    On Error GoTo 0
    Err.Raise number, "xl_appraisal", description
End Function
