"""The tests.  ``tests/remarks`` holds the notice's cases as data, the rest says what holds."""
