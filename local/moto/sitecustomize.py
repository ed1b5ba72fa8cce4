"""Python runs this when moto starts. moto's answers are the same without it, but cost half as much CPU again."""

try:
    import logging

    from moto import backends

    # moto looks through its own folder for every request.
    modules = tuple(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules
    # A line for every request, which nobody reads. Errors are still written.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
except Exception:
    # Another moto, or a Python without it.
    pass
