Public Sub $procedure()
    RunCommand "$python", $label(), $undoable
End Sub

Public Sub $callback(control As Object)
    $procedure
End Sub
