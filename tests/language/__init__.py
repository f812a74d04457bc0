"""The language of notices, form 2, held against an interpreter written from docs/通报写法.md."""
