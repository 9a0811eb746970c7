# Types into the terminal that it was started from.
# expect: held
import fcntl
import termios
for number in (0, 1, 2):
    try:
        fcntl.ioctl(number, termios.TIOCSTI, b"x")
        print("ESCAPED", number)
    except OSError:
        pass
print("held")
