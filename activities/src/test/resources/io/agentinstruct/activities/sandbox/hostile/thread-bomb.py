# Starts threads until it is refused.
# expect: held: (2\d|3\d|[1-9])
import threading
import time
count = 0
try:
    while count < 1000:
        threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
        count += 1
    print("ESCAPED")
except RuntimeError:
    print("held:", count)
