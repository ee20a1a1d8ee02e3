"""Runs alone: xlwings' own generator of stubs, on our functions, with empty modules in place of those of Windows."""

import sys
from types import ModuleType, SimpleNamespace


class Faux(ModuleType):
    """A module that has whatever is asked of it."""

    def __getattr__(self, nom: str) -> type:
        return type(nom, (Exception,), {})


for nom in ("pythoncom", "pywintypes", "win32com", "win32com.client", "win32com.server", "win32com.server.util"):
    sys.modules[nom] = Faux(nom)
sys.modules["xlwings._xlwindows"] = Faux("xlwings._xlwindows")

import xlwings  # noqa: E402 - after the modules that it looks for
import xlwings.udfs  # noqa: E402

xlwings.func, xlwings.arg = xlwings.udfs.xlfunc, xlwings.udfs.xlarg

from udfs import excel  # noqa: E402 - decorated by the true decorators

xlwings.udfs.generate_vba_wrapper("udfs.excel", excel, sys.stdout, SimpleNamespace(Name="chargeprod_xl.xlam"))
