"""Reading XML as a stream of events, with neither document types nor entities nor endless tokens."""

from collections.abc import Callable, Generator, Iterator
from xml.parsers import expat

from .refusals import FileRefused
from .terms import FileFault

# A token that is still open after so many bytes is no cell of a spreadsheet.
_LONGEST_TOKEN = 8_000_000

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def local_name(tag: str) -> str:
    """An element's name without its prefix."""
    return tag if ":" not in tag else tag.rpartition(":")[2]


def feed(chunks: Generator[bytes, None, None], *, start: Start, end: End, text: Text | None = None) -> Iterator[None]:
    """Parse the chunks, calling the handlers; yields after each chunk so that the caller can drain what came."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 65_536
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
                _refuse()
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        raise FileRefused(FileFault.DAMAGED, detail="xml") from error
    finally:
        chunks.close()
        # The handlers hold their reader and the reader this generator: cut the ring.
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None


def parse_all(chunks: Generator[bytes, None, None], *, start: Start, end: End, text: Text | None = None) -> None:
    """Parse the chunks to their end."""
    for _ in feed(chunks, start=start, end=end, text=text):
        pass


def _refuse(*_: object) -> None:
    raise FileRefused(FileFault.UNSAFE)
