import base64
import sys
import warnings


def text(quoted):
    return base64.b64decode(quoted).decode("utf-8")


def check(blocks):
    """Compiles each block and runs none."""
    warnings.simplefilter("ignore")
    for number, block in enumerate(blocks, 1):
        try:
            compile(block, "block %d" % number, "exec")
        except SyntaxError as error:
            sys.exit("block %d, line %s: %s" % (number, error.lineno, error.msg))
        except (ValueError, RecursionError, MemoryError) as error:
            sys.exit("block %d can't be compiled: %s" % (number, error or type(error).__name__))
