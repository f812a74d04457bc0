Public Sub $procedure()
    RunCommand "$python", $label()
End Sub

Public Sub $callback(control As Object)
    $procedure
End Sub
