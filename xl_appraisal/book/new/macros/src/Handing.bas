Attribute VB_Name = "Handing"
Option Explicit
Option Private Module
'Hands cells over to Python as values: here a question costs nothing, while each one that Python
'asks is a call from one process to the other. What cannot be told goes over as the cells themselves.

Private Const MARK As String = "XLC1"
Private Const WHOLE_ROWS As Long = 100000
Private Const WHOLE_COLUMNS As Long = 10000
Private Const MOST_CELLS As Long = 400000

'The arguments of a cell function, each block of cells as CellsOf tells it.
Public Function HandedOver(ByVal arguments As Variant) As Variant
    Dim told() As Variant
    Dim place As Long
    On Error GoTo asTheyAre
    ReDim told(LBound(arguments) To UBound(arguments))
    For place = LBound(arguments) To UBound(arguments)
        If Not IsObject(arguments(place)) Then
            told(place) = arguments(place)
        ElseIf arguments(place).Areas.Count > 1 Or TooMany(arguments(place)) Then
            Set told(place) = arguments(place)
        Else
            told(place) = CellsOf(arguments(place), False)
        End If
    Next place
    HandedOver = told
    Exit Function
asTheyAre:
    HandedOver = arguments
End Function

'All worksheets with their used cells; of one with too many the name alone.
Public Function SheetsHandedOver() As Variant
    Dim told() As Variant
    Dim place As Long
    Dim page As Object
    ReDim told(1 To ThisWorkbook.Worksheets.Count)
    For place = 1 To ThisWorkbook.Worksheets.Count
        Set page = ThisWorkbook.Worksheets(place)
        If TooMany(page.UsedRange) Then
            told(place) = Array(page.Name)
        Else
            told(place) = CellsOf(page.UsedRange, True)
        End If
    Next place
    SheetsHandedOver = told
End Function

'Where the cells stand, what they hold, their formats and merged areas; of a sheet whether array
'formulas fill cells beside their own too.
Private Function CellsOf(ByVal given As Object, ByVal ofSheet As Boolean) As Variant
    Dim block As Object
    Dim formats As String
    Dim spills As Boolean
    Dim values As Variant
    Set block = UsedPart(given)
    formats = FormatsOf(block)
    If ofSheet Then spills = SpillsIn(block)
    values = block.Value
    CellsOf = Array(block.Worksheet.Name, MARK, block.Row, block.Column, block.Rows.Count, _
        block.Columns.Count, values, PlainOf(block, values), block.Formula, MergesOf(block), _
        formats, spills)
End Function

'Currency is cut to four places: where there is any, the cells are told as plain numbers too.
Private Function PlainOf(ByVal block As Object, ByVal values As Variant) As Variant
    Dim value As Variant
    If Not IsArray(values) Then values = Array(values)
    For Each value In values
        If VarType(value) = vbCurrency Then
            PlainOf = block.Value2
            Exit Function
        End If
    Next value
End Function

'Whole rows or columns end where the sheet's used cells do.
Private Function UsedPart(ByVal given As Object) As Object
    Dim used As Object
    Dim height As Long
    Dim width As Long
    Set UsedPart = given
    If given.Rows.Count <= WHOLE_ROWS And given.Columns.Count <= WHOLE_COLUMNS Then Exit Function
    Set used = given.Worksheet.UsedRange
    height = Shorter(used.Row + used.Rows.Count - given.Row, given.Rows.Count)
    width = Shorter(used.Column + used.Columns.Count - given.Column, given.Columns.Count)
    Set UsedPart = given.Resize(height, width)
End Function

Private Function Shorter(ByVal wanted As Long, ByVal most As Long) As Long
    Shorter = wanted
    If wanted > most Then Shorter = most
    If wanted < 1 Then Shorter = 1
End Function

'More cells are handed over as they are: Python knows what to say of them.
Private Function TooMany(ByVal given As Object) As Boolean
    Dim block As Object
    Set block = UsedPart(given)
    TooMany = CDbl(block.Rows.Count) * block.Columns.Count > MOST_CELLS
End Function

'The merged areas that reach into a block, each address followed by a semicolon.
Private Function MergesOf(ByVal block As Object) As String
    Dim found As String
    Dim address As String
    Dim band As Object
    Dim cell As Object
    If Not AnyOf(block.MergeCells) Then Exit Function
    For Each band In block.Rows
        If AnyOf(band.MergeCells) Then
            For Each cell In band.Cells
                If cell.MergeCells Then
                    address = cell.MergeArea.Address & ";"
                    If InStr(";" & found, ";" & address) = 0 Then found = found & address
                End If
            Next cell
        End If
    Next band
    MergesOf = found
End Function

'The formats that are not plain: an address, a tab, the code, a line break of each. Excel tells the
'format of a block whose cells have the same, and Null of any other, which is then halved.
Private Function FormatsOf(ByVal block As Object) As String
    Dim code As Variant
    Dim half As Long
    code = block.NumberFormat
    If Not IsNull(code) Then
        If Not IsPlain(code) Then FormatsOf = block.Address & vbTab & code & vbLf
    ElseIf block.Columns.Count > 1 Then
        half = block.Columns.Count \ 2
        FormatsOf = FormatsOf(block.Resize(block.Rows.Count, half)) & FormatsOf( _
            block.Offset(0, half).Resize(block.Rows.Count, block.Columns.Count - half))
    ElseIf block.Rows.Count > 1 Then
        half = block.Rows.Count \ 2
        FormatsOf = FormatsOf(block.Resize(half, 1)) & FormatsOf( _
            block.Offset(half, 0).Resize(block.Rows.Count - half, 1))
    End If
End Function

'Whether a format shows figures as they are, at most rounded.
Private Function IsPlain(ByVal code As String) As Boolean
    Dim place As Long
    IsPlain = True
    If code = "General" Then Exit Function
    For place = 1 To Len(code)
        If InStr("0#.? _@()", Mid(code, place, 1)) = 0 Then
            IsPlain = False
            Exit Function
        End If
    Next place
End Function

'Excel of before 2021 knows no such cells.
Private Function SpillsIn(ByVal block As Object) As Boolean
    On Error GoTo unknown
    SpillsIn = AnyOf(block.HasSpill)
unknown:
End Function

'Excel answers Null where some cells are merged and others are not.
Private Function AnyOf(ByVal answer As Variant) As Boolean
    If IsNull(answer) Then AnyOf = True Else AnyOf = answer
End Function
