Attribute VB_Name = "AddinBridge"
Option Explicit
Option Private Module
'Reaches the loaded xlwings add-in by its file name instead of a project reference.
'
'A reference that cannot be resolved stops the whole project from compiling, modules that never
'use it included. A call by name fails at run time only, where it can be told in plain words.

Private Const ADDIN_FILE As String = "xlwings.xlam"

Public Function RunPythonName() As String
    RunPythonName = ADDIN_FILE & "!RunPython"
End Function

Public Function HowToMend() As String
    If AddinLoaded() Then HowToMend = LoadedWhatToDo() Else HowToMend = WhatToDo()
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
    If Not AddinLoaded() Then description = AddinMissing()
    On Error GoTo 0
    Err.Raise number, "xl_appraisal", description
End Function

'An error's number does not tell: 1004 is what Excel raises for nearly everything. An add-in that
'is loaded is among the open workbooks under its name, though a loop over them passes it by.
Private Function AddinLoaded() As Boolean
    Dim book As Object
    On Error Resume Next
    Set book = Application.Workbooks(ADDIN_FILE)
    AddinLoaded = Not book Is Nothing
End Function
