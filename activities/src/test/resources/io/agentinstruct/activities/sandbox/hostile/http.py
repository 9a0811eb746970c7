# Fetches a page through the library.
# expect: held: URLError
import urllib.request
try:
    print("ESCAPED", urllib.request.urlopen("http://127.0.0.1:{{PORT}}/", timeout=2).status)
except OSError as error:
    print("held:", type(error).__name__)
