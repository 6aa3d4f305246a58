"""Files from outside, received behind bounds: `receive(upload)` gives cleaned bytes or says in French why not.

What a file is, its bytes say; its name only has to agree. Pictures and PDF are written anew, so that what was not
looked at is not kept: EXIF, authors, earlier versions, anything glued behind. Archives are counted before they are
opened. HEIC is refused with the way out: its decoders have a long list of holes, and telephones make JPEG when asked.
"""

from veille.core.uploads.checking import Received, check, receive
from veille.core.uploads.kinds import FileKind
from veille.core.uploads.refusal import Refused

__all__ = ["FileKind", "Received", "Refused", "check", "receive"]
