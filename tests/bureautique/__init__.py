"""LibreOffice for the tests: started without a window, waited for, started once more when it is too slow."""
