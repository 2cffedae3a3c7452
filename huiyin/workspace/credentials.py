"""What every drawing of one-time credentials shares: the answer to a device's blinded request, the picture on a slip."""

import segno
from django.http import HttpResponse, JsonResponse

from huiyin.core import base64url, clock
from huiyin.core.errors import NotReached, Refused
from huiyin.eligibility import drawing
from huiyin.eligibility.models import Roll
from huiyin.workspace.gate import StaffRequest

SLIPS_MOST = 500


def signed(request: StaffRequest, roll: Roll) -> HttpResponse:
    """The blind signature for the script that asked, or the sentence that refuses it."""
    try:
        blinded = base64url.read(request.POST.get("blinded", ""))
        signature = drawing.draw(roll=roll, person=request.reach.account.person, blinded=blinded, now=clock.now())
    except NotReached:
        raise
    except Refused as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=409)
    return JsonResponse({"signature": base64url.written(signature)})


def picture(address: str) -> str:
    """A credential's link as a square code, small enough for a slip."""
    return str(segno.make(address, error="l", micro=False).svg_data_uri(scale=2, border=2))
