"""Django's usual entry, for tools that look for it; people use the `huiyin` command."""

from huiyin.__main__ import main

if __name__ == "__main__":
    main()
