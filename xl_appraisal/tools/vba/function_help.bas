$header
Public Sub RegisterFunctionHelp()
    Dim wasSaved As Boolean
    wasSaved = ThisWorkbook.Saved
    'Help is a convenience: a workbook that cannot take it must open all the same.
    On Error Resume Next
$calls    ThisWorkbook.Saved = wasSaved
End Sub

'By itself the name would be sought in the workbook in front.
Private Function InThisBook(ByVal functionName As String) As String
    InThisBook = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functionName
End Function
