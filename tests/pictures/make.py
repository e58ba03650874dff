"""Makes the pictures of this folder, with all that cameras and programs write beside a picture. Needs Pillow.

Everything that must never be published holds the word SECRET or a place (GPS).
"""

import io
import pathlib
import struct

from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

HERE = pathlib.Path(__file__).parent


def halves(size):
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, (220, 30, 30))
    ImageDraw.Draw(picture).rectangle([size[0] // 2, 0, size[0], size[1]], fill=(30, 60, 160))
    return picture


def exif(orientation):
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "SECRET camera"
    data[0x013B] = "SECRET name"
    data[0x8825] = {1: "N", 2: (13.0, 27.0, 9.0), 3: "E", 4: (144.0, 47.0, 48.0), 29: "SECRET day"}
    return data.tobytes()


XMP = b'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET</x:xmpmeta>'
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0b\x1c\x02\x74\0\x06SECRET"


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(name, size, orientation, **options):
    out = io.BytesIO()
    halves(size).save(out, "JPEG", quality=90, exif=exif(orientation), **options)
    data = out.getvalue()
    beside = segment(0xE1, XMP) + segment(0xED, IPTC) + segment(0xFE, b"SECRET comment")
    # A second picture after the end, as telephones write it, with a place of its own.
    (HERE / name).write_bytes(data[:2] + beside + data[2:] + data)


def png(name):
    info = PngInfo()
    info.add_text("Author", "SECRET")
    info.add_itxt("XML:com.adobe.xmp", "SECRET http://ns.adobe.com/xap/1.0/")
    picture = Image.new("RGBA", (64, 32), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([0, 0, 63, 31], fill=(180, 20, 20, 255), width=3)
    picture.save(HERE / name, "PNG", pnginfo=info, exif=exif(1))


def webp(name):
    halves((64, 48)).save(HERE / name, "WEBP", quality=80, exif=exif(1), xmp=XMP)


profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
jpeg("flight.jpg", (64, 48), 1)
jpeg("tower.jpg", (64, 48), 6, icc_profile=profile, progressive=True)
png("route.png")
webp("port.webp")
