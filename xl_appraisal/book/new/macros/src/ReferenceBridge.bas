Attribute VB_Name = "ReferenceBridge"
Option Explicit
'For workbooks whose project refers to the add-in's: XLPy comes through the reference.

Public Function RunPythonName() As String
    RunPythonName = "xlwings.xlam!RunPython"
End Function

Public Function HowToMend() As String
    HowToMend = WhatToDo()
End Function
