Attribute VB_Name = "ReferenceBridge"
Option Explicit
Option Private Module
'For workbooks whose project refers to the add-in's: XLPy comes through the reference, which
'loads the add-in before any of this can run.

Public Function RunPythonName() As String
    RunPythonName = "xlwings.xlam!RunPython"
End Function

Public Function HowToMend() As String
    HowToMend = LoadedWhatToDo()
End Function
