"""Why a partner's calendar is not read."""

from pdportal.common.errors import Refusal
from pdportal.partners.choices import Trouble


class NotRead(Refusal):
    """Nothing was read; ``trouble`` says why, ``detail`` what exactly (a status code, a host), never a secret."""

    def __init__(self, trouble, detail=""):
        self.trouble, self.detail = trouble, detail
        super().__init__(Trouble(trouble).label)
