"""What an office asks back about an opinion. Its author reads it by the code and answers with an addition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account


class Inquiry(models.Model):
    """追问: about the matter, never about who said it. Who asked is not shown to the author."""

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    opinion = models.ForeignKey("opinions.Opinion", models.PROTECT, related_name="inquiries")
    # Emptied when the opinion is erased by law: a question may repeat what was said.
    words = models.CharField(_("追问"), max_length=300, blank=True)
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_on = models.DateField()
