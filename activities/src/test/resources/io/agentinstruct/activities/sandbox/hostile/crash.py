# Breaks the interpreter itself.
# expect: ended by signal 11
import ctypes
ctypes.string_at(0)
