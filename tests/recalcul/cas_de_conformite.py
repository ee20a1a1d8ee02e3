"""One-cell cases: formula, and the value Excel's documentation (or a pencil) gives.

The data sheet is below; functions are written as people know them.
"""

from __future__ import annotations

from chargeprod_xl.classeurs.lecture import CelluleLue, Erreur, Valeur

NA = Erreur("#N/A")
DIV0 = Erreur("#DIV/0!")
VALEUR = Erreur("#VALUE!")

# Columns A to E: code, label, amount, date (6 January 2025 = 45663, a Monday), days. F is empty, G holds bank
# holidays (1 and 8 May 2025), H a cash flow, I and J a scale of thresholds.
LIGNES: tuple[tuple[Valeur, ...], ...] = (
    ("Code", "Libellé", "Montant", "Date", "Jours", None, "Fériés", "Flux", "Seuil", "Rang"),
    ("10-A", "Chef décorateur", 100.0, 45663.0, 1.0, None, 45778.0, -1000.0, 0.0, "a"),
    ("20-B", "Régie", 250.0, 45664.0, 2.0, None, 45785.0, 500.0, 100.0, "b"),
    ("10-B", "Équipe image", 75.0, 45665.0, 3.0, None, None, 500.0, 200.0, "c"),
    ("10-A", "Son", 400.0, 45666.0, 4.0, None, None, 500.0, 300.0, "d"),
    ("30-C", "régie", 125.0, 45667.0, 5.0, None, None, None, 400.0, "e"),
    ("20-B", "Montage", 50.0, 45668.0, 6.0, None, None, None, None, None),
    ("10-B", "Étalonnage", 300.0, 45669.0, 7.0, None, None, None, None, None),
    ("20-A", "Musique", 200.0, 45670.0, 8.0, None, None, None, None, None),
)
DONNEES = {
    (ligne, colonne): CelluleLue(valeur)
    for ligne, rangee in enumerate(LIGNES, 1)
    for colonne, valeur in enumerate(rangee, 1)
    if valeur is not None
}

ARITHMETIQUE: tuple[tuple[str, Valeur], ...] = (
    ("1+2*3^2", 19.0),
    ("-2^2", 4.0),
    ("10%*50", 5.0),
    ("1/0", DIV0),
    ('"a"="A"', True),
    ('"été"&" "&"hiver"', "été hiver"),
    ("2>=2", True),
    ("ABS(-3.5)", 3.5),
    ("SIGN(-2)", -1.0),
    ("SQRT(16)", 4.0),
    ("POWER(2,10)", 1024.0),
    ("INT(-1.5)", -2.0),
    ("TRUNC(-1.5)", -1.0),
    ("TRUNC(3.14159,2)", 3.14),
    ("MOD(10,3)", 1.0),
    ("MOD(-3,2)", 1.0),
    ("CEILING(2.1,0.5)", 2.5),
    ("CEILING.MATH(2.1,1)", 3.0),
    ("FLOOR(2.9,0.5)", 2.5),
    ("MROUND(7,3)", 6.0),
    ("PRODUCT(Donnees!E2:E5)", 24.0),
    ("SUMSQ(1,2,3)", 14.0),
    ("ROUNDUP(1.001,2)", 1.01),
    ("ROUNDDOWN(-1.999,2)", -1.99),
    ("ROUND(2.5,0)", 3.0),
    ("ROUND(-2.5,0)", -3.0),
    ("ROUND(1.005,2)", 1.01),
    ("ROUND(2.675,2)", 2.68),
    ("ROUND(0.285,2)", 0.29),
    ("ROUND(1234.5678,-2)", 1200.0),
    ("ROUND(-1.005,2)", -1.01),
    ("ROUND(12.5*0.0485,3)", 0.606),
)
AGREGATS: tuple[tuple[str, Valeur], ...] = (
    ("SUM(Donnees!C2:C9)", 1500.0),
    ("SUM(Donnees!C2:C9,10,Donnees!F2:F9)", 1510.0),
    ("SUM(Donnees!B2:B9)", 0.0),
    ("AVERAGE(Donnees!C2:C9)", 187.5),
    ("AVERAGE(Donnees!F2:F9)", DIV0),
    ("COUNT(Donnees!A1:E9)", 24.0),
    ("COUNTA(Donnees!B2:B9)", 8.0),
    ("COUNTA(Donnees!F2:F9)", 0.0),
    ("COUNTBLANK(Donnees!F2:F9)", 8.0),
    ("MIN(Donnees!C2:C9)", 50.0),
    ("MAX(Donnees!C2:C9)", 400.0),
    ("MAX(Donnees!F2:F9)", 0.0),
    ("MEDIAN(Donnees!C2:C9)", 162.5),
    ("LARGE(Donnees!C2:C9,2)", 300.0),
    ("SMALL(Donnees!C2:C9,3)", 100.0),
    ("RANK(300,Donnees!C2:C9)", 2.0),
    ("RANK.EQ(300,Donnees!C2:C9,1)", 7.0),
    ("STDEV(1,2,3)", 1.0),
    ("STDEV.S(Donnees!E2:E4)", 1.0),
)
CONDITIONS: tuple[tuple[str, Valeur], ...] = (
    ('SUMIF(Donnees!A2:A9,"10-A",Donnees!C2:C9)', 500.0),
    ('SUMIF(Donnees!C2:C9,">200")', 950.0),
    ('SUMIF(Donnees!A2:A9,"10-*",Donnees!C2:C9)', 875.0),
    ('SUMIFS(Donnees!C2:C9,Donnees!A2:A9,"20-B")', 300.0),
    ('SUMIFS(Donnees!C2:C9,Donnees!A2:A9,"20-?",Donnees!E2:E9,">2")', 250.0),
    ('SUMIFS(Donnees!C2:C9,Donnees!D2:D9,">="&DATE(2025,1,10))', 675.0),
    ('SUMIFS(Donnees!C2:C9,Donnees!B2:B9,"*équipe*")', 75.0),
    ('SUMIFS(Donnees!C2:C9,Donnees!B2:B9,"*quipe*")', 75.0),
    ('SUMIFS(Donnees!C2:C9,Donnees!B2:B9,"<>Son")', 1100.0),
    ('SUMIFS(Donnees!C2:C9,Donnees!B2:B9,"régie")', 375.0),
    ('SUMIFS(Donnees!C2:C9,Donnees!A2:A9,"99")', 0.0),
    ('COUNTIF(Donnees!A2:A9,"10-B")', 2.0),
    ('COUNTIF(Donnees!C2:C9,">"&100)', 5.0),
    ("COUNTIF(Donnees!E2:E9,4)", 1.0),
    ('COUNTIFS(Donnees!A2:A9,"10-?",Donnees!C2:C9,"<200")', 2.0),
    ('COUNTIFS(Donnees!A2:A9,"*B",Donnees!C2:C9,">=50")', 4.0),
    ('AVERAGEIF(Donnees!A2:A9,"10-A",Donnees!C2:C9)', 250.0),
    ('AVERAGEIFS(Donnees!C2:C9,Donnees!A2:A9,"20-B",Donnees!E2:E9,">1")', 150.0),
    ("SUMPRODUCT(Donnees!C2:C9,Donnees!E2:E9)", 7050.0),
    ('SUMPRODUCT((Donnees!A2:A9="10-A")*Donnees!C2:C9)', 500.0),
    ("SUMPRODUCT((Donnees!C2:C9>100)*(Donnees!C2:C9<=250))", 3.0),
)
LOGIQUE: tuple[tuple[str, Valeur], ...] = (
    ('IF(1>0,"oui","non")', "oui"),
    ("IF(0,1)", False),
    ('IF(Donnees!F2="",1,2)', 1.0),
    ("IF(Donnees!F2=0,1,2)", 1.0),
    ("IFERROR(1/0,9)", 9.0),
    ("IFERROR(5,9)", 5.0),
    ("IFNA(NA(),8)", 8.0),
    ("IFNA(1/0,8)", DIV0),
    ("NA()", NA),
    ("ISNA(NA())", True),
    ("ISNA(1/0)", False),
    ("AND(TRUE,1,2>1)", True),
    ("AND(1=1,1=2)", False),
    ("OR(FALSE,0)", False),
    ("XOR(TRUE,TRUE)", False),
    ("XOR(TRUE,FALSE)", True),
    ("NOT(0)", True),
    ("TRUE()", True),
    ("FALSE()", False),
    ("ISBLANK(Donnees!F2)", True),
    ("ISBLANK(Donnees!A2)", False),
    ("ISERROR(1/0)", True),
    ("ISERROR(Donnees!C2)", False),
    ("ISNUMBER(Donnees!C2)", True),
    ("ISNUMBER(Donnees!B2)", False),
    ("ISNUMBER(Donnees!F2)", False),
    ('ISNUMBER(MATCH("zz",Donnees!A2:A9,0))', False),
    ("ISTEXT(Donnees!B2)", True),
    ("N(Donnees!C2)", 100.0),
    ("N(Donnees!B2)", 0.0),
    ("N(INDEX(Donnees!F2:F9,3))", 0.0),
    ("ISTEXT(Donnees!C2)", False),
    ('CHOOSE(2,"acquis","promis","refusé")', "promis"),
)
RECHERCHE: tuple[tuple[str, Valeur], ...] = (
    ('VLOOKUP("30-C",Donnees!A2:E9,3,FALSE)', 125.0),
    ('VLOOKUP("zz",Donnees!A2:E9,3,FALSE)', NA),
    ("VLOOKUP(250,Donnees!I2:J6,2,TRUE)", "c"),
    ('HLOOKUP("Montant",Donnees!A1:E3,2,FALSE)', 100.0),
    ("INDEX(Donnees!C2:C9,3)", 75.0),
    ("INDEX(Donnees!A2:E9,4,3)", 400.0),
    ('MATCH("10-B",Donnees!A2:A9,0)', 3.0),
    ('MATCH("20-*",Donnees!A2:A9,0)', 2.0),
    ("MATCH(250,Donnees!I2:I6,1)", 3.0),
    ("MATCH(250,Donnees!I2:I6)", 3.0),
    ('INDEX(Donnees!C2:C9,MATCH("Son",Donnees!B2:B9,0))', 400.0),
    ('INDEX(Donnees!C2:C9,MATCH("zz",Donnees!B2:B9,0))', NA),
    ("INDEX(Donnees!J2:J6,MATCH(399,Donnees!I2:I6,1))", "d"),
    ("LOOKUP(450,Donnees!I2:I6,Donnees!J2:J6)", "e"),
    ("ROWS(Donnees!A2:A9)", 8.0),
    ("COLUMNS(Donnees!A1:E1)", 5.0),
)
DATES: tuple[tuple[str, Valeur], ...] = (
    ("DATE(2025,1,6)", 45663.0),
    ("DATE(2025,14,1)", 46054.0),
    ("DATE(2025,3,0)", 45716.0),
    ("YEAR(45663)", 2025.0),
    ("MONTH(Donnees!D2)", 1.0),
    ("DAY(DATE(2024,2,29))", 29.0),
    ("DAYS(DATE(2025,3,3),DATE(2025,2,1))", 30.0),
    ("DAYS360(DATE(2025,1,1),DATE(2025,7,1))", 180.0),
    ("EDATE(DATE(2025,1,31),1)", 45716.0),
    ("EDATE(DATE(2025,3,31),-1)", 45716.0),
    ("EOMONTH(DATE(2025,1,15),0)", 45688.0),
    ("EOMONTH(DATE(2024,1,15),1)", 45351.0),
    ("WEEKDAY(Donnees!D2)", 2.0),
    ("WEEKDAY(Donnees!D2,2)", 1.0),
    ("WEEKDAY(DATE(2025,1,12),2)", 7.0),
    ("WEEKDAY(DATE(2025,1,12),3)", 6.0),
    ("ISOWEEKNUM(DATE(2025,12,29))", 1.0),
    ("ISOWEEKNUM(DATE(2021,1,3))", 53.0),
    ("WEEKNUM(DATE(2025,3,3),21)", 10.0),
    ("NETWORKDAYS(DATE(2025,4,28),DATE(2025,5,9))", 10.0),
    ("NETWORKDAYS(DATE(2025,4,28),DATE(2025,5,9),Donnees!G2:G3)", 8.0),
    ("NETWORKDAYS.INTL(DATE(2025,4,28),DATE(2025,5,9),11)", 11.0),
    ('NETWORKDAYS.INTL(DATE(2025,4,28),DATE(2025,5,9),"0000011",Donnees!G2:G3)', 8.0),
    ("WORKDAY.INTL(DATE(2025,4,28),5,11)", 45780.0),
    ('DATEDIF(DATE(2024,1,15),DATE(2025,3,3),"m")', 13.0),
    ('DATEDIF(DATE(2024,1,15),DATE(2025,3,3),"y")', 1.0),
    ("YEARFRAC(DATE(2025,1,1),DATE(2025,7,1),0)", 0.5),
    ("TIME(12,0,0)", 0.5),
    ("HOUR(0.75)", 18.0),
    ("Donnees!D2+1", 45664.0),
    ("DATE(2025,1,6)+0.25", 45663.25),
)
TEXTES: tuple[tuple[str, Valeur], ...] = (
    ('LEFT("Décor",3)', "Déc"),
    ('MID("Trésorerie",2,4)', "réso"),
    ('RIGHT("été",2)', "té"),
    ('LEN("été")', 3.0),
    ("LEN(Donnees!F2)", 0.0),
    ('EXACT("a","A")', False),
    ('EXACT(Donnees!A2,"10-A")', True),
    ("EXACT(Donnees!A2,Donnees!A3)", False),
    ('FIND("s","Trésorerie")', 4.0),
    ('SEARCH("S","Trésorerie")', 4.0),
    ('ISERROR(FIND("z","abc"))', True),
    ('REPLACE("abcd",2,2,"X")', "aXd"),
    ('SUBSTITUTE("a-b-c","-","/")', "a/b/c"),
    ('REPT("ab",3)', "ababab"),
    ('PROPER("jean dupont")', "Jean Dupont"),
    ('CONCATENATE("a","b",1)', "ab1"),
    ("UNICHAR(233)", "é"),
    ('""', ""),
)
FINANCE: tuple[tuple[str, Valeur], ...] = (
    ("ROUND(PMT(0.05/12,12,-1000),2)", 85.61),
    ("ROUND(NPV(0.1,100,100),4)", 173.5537),
    ("ROUND(IRR(Donnees!H2:H5),4)", 0.2338),
    ("ROUND(FV(0.05,10,-100),2)", 1257.79),
)
CAS: tuple[tuple[str, Valeur], ...] = (
    *ARITHMETIQUE,
    *AGREGATS,
    *CONDITIONS,
    *LOGIQUE,
    *RECHERCHE,
    *DATES,
    *TEXTES,
    *FINANCE,
)

# What an engine answers instead, known and accepted: an upgrade that changes it must be seen.
ECARTS_CONNUS: dict[tuple[str, str], Valeur] = {
    # With a wildcard, formulas compares accented capitals as different letters.
    ("formulas", 'SUMIFS(Donnees!C2:C9,Donnees!B2:B9,"*équipe*")'): 0.0,
}
