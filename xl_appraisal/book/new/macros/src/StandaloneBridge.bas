Attribute VB_Name = "StandaloneBridge"
Option Explicit
Option Private Module
'For workbooks that hold xlwings' own module: XLPy and RunPython are in this very project.

Public Function RunPythonName() As String
    RunPythonName = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!RunPython"
End Function

Public Function HowToMend() As String
    HowToMend = StandaloneWhatToDo()
End Function
