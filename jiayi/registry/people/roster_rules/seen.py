"""Which keys have been met in a file of a million rows, in thirty megabytes."""

from array import array

_MASK = 0xFFFFFFFFFFFFFFFF


class SeenKeys:
    """Whole numbers up to 2^64 with a number each; open addressing over two arrays, half full at most."""

    def __init__(self) -> None:
        self._bits = 12
        self._count = 0
        self._clear()

    def __len__(self) -> int:
        return self._count

    def get(self, key: int) -> int | None:
        """The number kept for a key, None where it was never met."""
        place = self._place(key + 1)
        return self._values[place] if self._keys[place] else None

    def put(self, key: int, value: int) -> None:
        """Keep a number (modulo 2^64) for a key below 2^64 - 1."""
        place = self._place(key + 1)
        if not self._keys[place]:
            self._keys[place] = key + 1
            self._count += 1
        self._values[place] = value & _MASK
        if self._count * 2 > len(self._keys):
            self._grow()

    def _place(self, key: int) -> int:
        """Where the key stands, or the free slot where it would."""
        last = len(self._keys) - 1
        place = (key * 0x9E3779B97F4A7C15 >> 20) & last
        keys = self._keys
        while keys[place] and keys[place] != key:
            place = (place + 1) & last
        return place

    def _grow(self) -> None:
        old = zip(self._keys, self._values, strict=True)
        self._bits += 1
        self._count = 0
        self._clear()
        for key, value in old:
            if key:
                place = self._place(key)
                self._keys[place], self._values[place] = key, value
                self._count += 1

    def _clear(self) -> None:
        self._keys = array("Q", bytes(8 << self._bits))
        self._values = array("Q", bytes(8 << self._bits))


def text_key(text: str) -> int:
    """A text as a key for the life of this process."""
    return (hash(text) & _MASK) >> 1
