"""Photos as they may be kept: upright, not larger than needed, and without what the camera wrote into them."""

import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from pdportal.common.uploads import PHOTOS, ending_of, tidy_name

LONGEST_SIDE = 2400
MOST_PIXELS = 60_000_000
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


def without_traces(upload):
    """``upload`` itself where it is no photo; a photo drawn anew, without place, time and camera.

    Raises ValidationError where it cannot be read as a picture, or has more pixels than any camera's.
    """
    ending = ending_of(upload.name)
    if ending not in PHOTOS:
        return upload
    upload.seek(0)
    try:
        return ContentFile(_drawn_anew(upload, FORMATS[ending]), name=upload.name)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as trouble:
        words = {"name": tidy_name(upload.name)}
        raise ValidationError(_("“%(name)s” cannot be read as a picture.") % words) from trouble


def _drawn_anew(upload, kind):
    with Image.open(upload, formats=[kind]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        if kind == "JPEG":
            upright = upright.convert("RGB")
        upright.info.clear()
        out = io.BytesIO()
        upright.save(out, kind, quality=88)
        return out.getvalue()
