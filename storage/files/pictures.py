"""Pictures: that they really open, and the upright copy without metadata."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final

from PIL import ExifTags, Image, ImageCms, ImageOps
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

from storage.files import segments
from storage.files.refusals import RefusedReason, Unfit

MAX_PIXELS: Final = 65_000_000
"""A 64-megapixel phone, the largest that is common (9248 × 6936); 260 MB while it is
open and twice that while it is turned, so clean one at a time."""

MAX_MOVING_PIXELS: Final = 200_000_000
"""All frames of an animation together: 480 × 360 for a thousand frames; a few seconds of work."""

WEBP_QUALITY: Final = 90
"""Only for pictures that must be drawn anew; below this a number plate suffers."""

_MEDIA_TYPES: Final = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG with a second picture behind it, as many phones write
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
}
_TELLING: Final = ("exif", "xmp", "XML:com.adobe.xmp", "comment", "icc_profile", "photoshop")


def opened(data: bytes) -> str:
    """The media type of a picture that draws to its last frame.

    Raises Unfit: TOO_MANY_PIXELS before anything that large is in memory, or BROKEN.
    """
    try:
        with _open(data) as picture:
            frames = _frames(picture)
            _allow(picture, frames)
            for frame in range(frames):
                picture.seek(frame)
                _allow(picture, frames)
                picture.draft(None, (1, 1))  # a JPEG: read all of it, at an eighth of its size
                picture.load()
            return _MEDIA_TYPES[picture.format or ""]
    except Unfit:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(RefusedReason.TOO_MANY_PIXELS) from None
    except Exception:  # Pillow's readers raise whatever a crafted file makes them raise
        raise Unfit(RefusedReason.BROKEN) from None


def cleaned(data: bytes) -> bytes:
    """The copy without metadata: pixel for pixel where the picture already stands upright.

    A turned one is turned and one with its own colour profile is brought to sRGB first, which
    compresses it anew. An animation keeps all its frames and is never turned. Raises whatever
    goes wrong.
    """
    with _open(data) as picture:
        _allow(picture, _frames(picture))
        turned = picture.getexif().get(ExifTags.Base.Orientation, 1) in range(2, 9)
        profile = _foreign_profile(picture)
        if _frames(picture) == 1 and (turned or profile):
            data = _redrawn(picture, profile, lossless=b"VP8L" in data)
    clean = segments.stripped(data)
    with _open(clean) as picture:
        if any(key in picture.info for key in _TELLING) or picture.getexif():
            raise ValueError("metadata is still there")
        picture.load()
    return clean


@contextmanager
def _open(data: bytes) -> Iterator[Image.Image]:
    with Image.open(BytesIO(data), formats=["JPEG", "PNG", "WEBP", "GIF"]) as picture:
        yield picture


def _frames(picture: Image.Image) -> int:
    """A second picture behind a JPEG is not a frame: it is left out of the copy."""
    return 1 if picture.format in ("JPEG", "MPO") else int(getattr(picture, "n_frames", 1))


def _allow(picture: Image.Image, frames: int) -> None:
    pixels = picture.width * picture.height
    if pixels > MAX_PIXELS or (frames > 1 and pixels * frames > MAX_MOVING_PIXELS):
        raise Unfit(RefusedReason.TOO_MANY_PIXELS)


def _foreign_profile(picture: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """The picture's own colour profile, if colours would look different without it."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK", "P"):
        return None
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        return None if "srgb" in ImageCms.getProfileDescription(own).lower() else own
    except (ImageCms.PyCMSError, OSError):
        return None  # no viewer could use it either


def _redrawn(
    picture: Image.Image, profile: ImageCms.ImageCmsProfile | None, *, lossless: bool
) -> bytes:
    options: dict[str, Any] = {"format": "JPEG" if picture.format == "MPO" else picture.format}
    if options["format"] == "JPEG":
        options |= {"qtables": _tables(picture), "subsampling": get_sampling(picture)}
    elif options["format"] == "WEBP":
        options |= {"quality": WEBP_QUALITY, "lossless": lossless, "exact": True}
    ImageOps.exif_transpose(picture, in_place=True)  # a second copy would stay in memory
    upright = _in_srgb(picture, profile) if profile else picture
    # Pillow writes from here what nobody asked for.
    upright.info = {k: v for k, v in upright.info.items() if k == "transparency"}
    out = BytesIO()
    upright.save(out, **options)
    return out.getvalue()


def _tables(picture: Image.Image) -> dict[int, list[int]]:
    """A JPEG's own: as sharp as it was and no larger. A fixed quality doubled some photos."""
    assert isinstance(picture, JpegImageFile)
    if picture.getexif().get(ExifTags.Base.Orientation, 1) < 5:
        return picture.quantization
    sideways = [at % 8 * 8 + at // 8 for at in range(64)]
    return {n: [table[at] for at in sideways] for n, table in picture.quantization.items()}


def _in_srgb(picture: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    if picture.mode == "P":
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
        picture.info.pop("transparency", None)
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        drawn = ImageCms.profileToProfile(
            picture, profile, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except ImageCms.PyCMSError:  # a profile of another colour space than the picture
        return picture
    assert drawn is not None  # only None when asked to work in place
    return drawn
