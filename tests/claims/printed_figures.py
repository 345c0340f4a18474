"""Figures typed by hand from what publishers print, enough to judge every claim without migov.

Each entry is ``name: {year: figure}``; a name with ``@`` is a figure of one older vintage.  Money
is in US$ billion, people are in millions, shares in per cent.
"""

from __future__ import annotations

Figures = dict[str, dict[int, float]]


def _run(first: int, figures: str) -> dict[int, float]:
    return {first + step: float(figure) for step, figure in enumerate(figures.split())}


# World Bank, World Development Indicators, last updated July 2026:
# data.worldbank.org/indicator/BX.TRF.PWKR.CD.DT, /DT.ODA.ODAT.CD, /BX.KLT.DINV.CD.WD,
# /TM.VAL.MRCH.CD.WT, /TX.VAL.MRCH.CD.WT, /SM.POP.TOTL, /SP.POP.TOTL, /NY.GDP.MKTP.CD.
WORLD_BANK: Figures = {
    "remittances WLD": {1995: 94.547, 2021: 713.499, 2023: 795.550, 2024: 856.610},
    "oda WLD": {1995: 62.352, 2023: 259.484},
    "remittances LMY": _run(
        1995,
        "49.743 52.800 62.526 61.016 66.353 73.405 80.589 95.673 119.429 136.071 162.580 191.474 "
        "229.256 267.051 258.641 286.001 321.261 346.573 361.759 390.399 394.170 384.065 416.235 "
        "451.165 463.707 465.942 528.805 587.566 598.681",
    ),
    "oda LMY": _run(
        1995,
        "56.616 53.941 46.880 49.525 51.145 47.959 49.799 59.331 68.518 76.744 105.119 103.515 "
        "104.439 121.423 120.677 116.651 135.289 129.844 146.665 157.732 143.000 154.190 160.416 "
        "161.888 158.108 188.363 199.524 239.320 251.922",
    ),
    "remittances IND": {1995: 6.2230}
    | _run(
        2005,
        "22.1251 28.3336 37.2168 49.9773 49.2039 53.4800 62.4991 68.8205 69.9704 70.3886 68.9097 "
        "62.7444 68.9672 78.7902 83.3321 83.1492 89.3752 111.2218 119.5261 137.6745",
    ),
    "goods imports IND": {1995: 34.707}
    | _run(
        2005,
        "142.870 178.410 229.370 321.032 257.202 350.233 464.462 489.694 465.397 462.910 394.131 "
        "361.649 449.925 514.464 486.059 373.202 573.092 720.441 673.929 718.284",
    ),
    "goods exports IND": {1995: 30.630}
    | _run(
        2005,
        "99.616 121.808 150.159 194.828 164.909 226.351 302.905 296.828 314.848 322.694 267.951 "
        "264.542 299.241 324.778 324.340 276.410 395.426 453.415 431.559 442.886",
    ),
    # NE.IMP.GNFS.ZS and NE.EXP.GNFS.ZS, per cent of GDP, and GDP.
    "imports share IND": {1995: 12.02348, 2024: 23.85271},
    "exports share IND": {1995: 10.84397, 2024: 22.06398},
    "gdp IND": {1995: 360.2819, 2024: 3760.8135},
    # BM.GSR.GNFS.CD and BX.GSR.GNFS.CD, as printed in November 2016.
    "imports bop IND": {1995: 48.2251, 2014: 553.1253},
    "exports bop IND": {1995: 38.0132, 2014: 485.8857},
    "remittances IND@2016-11": {1995: 6.2230, 2014: 70.3886},
    "fdi WLD": {1970: 12.3576, 1980: 53.4139, 1997: 527.759, 2024: 1570.606}
    | {1993: 233.610, 1994: 278.382, 1995: 361.938, 1996: 408.875}
    | {1998: 790.665, 1999: 1203.676, 2000: 1569.450},
    # NE.GDI.FTOT.ZS, last updated December 2025; GDP as above.
    "gfcf share WLD": {1970: 24.06946, 1980: 25.37362, 1997: 23.53800, 2024: 25.62895},
    "gdp WLD": {1970: 3009.479, 1980: 11479.788, 1997: 31954.804, 2024: 111669.432},
    "migrants bank": {1990: 153.647, 1995: 162.851, 2000: 174.174, 2024: 303.397},
    "people bank": {1990: 5298.962, 1995: 5736.205, 2000: 6161.528, 2024: 8140.898},
    "remittances LCN": {2003: 36.3587, 2004: 42.6309, 2021: 132.7541, 2023: 157.0043}
    | {2024: 165.6320},
    "fdi LCN": {2003: 57.4217, 2004: 99.3575, 2021: 186.1579, 2024: 248.7854},
    "oda LCN": {2004: 6.2102, 2023: 10.7521},
    "remittances LAC": {2004: 41.7031, 2020: 103.1543, 2021: 130.2438, 2023: 154.4377}
    | {2024: 163.7976},
    "fdi LAC": {2004: 58.0864, 2020: 90.4092, 2021: 119.2469, 2023: 151.6677} | {2024: 166.0056},
    # British Virgin Islands, a centre of finance that counts in the region.
    "fdi VGB": {2004: 28.3097},
    # DT.ODA.ALLD.CD, last updated October 2025.
    "aid WLD": {1995: 64.5646, 2021: 202.1117},
    # BX.TRF.PWKR.CD, November 2016: the sum of what 87 economies reported.
    "workers' remittances": {1995: 51.6118},
}

# The same pages in older editions (World Bank, WDI Database Archives).
OLDER: Figures = {
    "remittances WLD@2026-03": {1995: 94.547},
    "remittances WLD@2025-07": {1995: 94.547},
    "remittances WLD@2018-08": {1995: 95.101},
    "remittances WLD@2016-11": {1995: 102.416},
    "remittances WLD@2016-02": {1995: 102.416},
    "remittances WLD@2013-12": {1995: 102.416},
    "oda WLD@2018-08": {1995: 59.0662},
    "oda WLD@2016-11": {1995: 59.0374},
    "oda WLD@2016-02": {1995: 59.0374},
    "oda WLD@2013-12": {1995: 59.0336},
    "aid WLD@2016-11": {1995: 67.7781},
    "aid WLD@2016-02": {1995: 67.7781},
    "aid WLD@2013-12": {1995: 67.7742},
    "fdi WLD@2025-12": {1980: 53.4139, 1997: 534.153},
    "gdp WLD@2025-12": {1980: 11452.769, 1997: 31870.560},
    "fdi WLD@2016-11": {1980: 51.4635, 1997: 461.268},
    "fdi WLD@2016-02": {1980: 51.4635, 1997: 461.142},
    "fdi WLD@2013-12": {1980: 51.4615, 1997: 461.139},
    "gfcf WLD@2016-11": {1980: 2807.169, 1997: 7181.888},
    "gfcf WLD@2016-02": {1980: 2801.705, 1997: 7164.870},
    "gfcf WLD@2013-12": {1980: 2712.850, 1997: 6922.602},
    "migrants bank@2026-03": {1995: 162.851, 2000: 174.174},
    "migrants bank@2018-08": {1975: 82.721, 1995: 160.448, 2000: 172.279},
    "migrants bank@2016-11": {1975: 82.721, 1995: 160.448, 2000: 172.279},
    "migrants bank@2016-02": {1995: 165.594, 2000: 178.050},
    "migrants bank@2013-12": dict(
        zip(
            range(1960, 2005, 5),
            (71.877, 75.206, 78.368, 82.705, 93.700, 104.596, 155.210, 165.594, 178.050),
            strict=True,
        )
    ),
    "people bank@2018-08": {1975: 4067.74, 2000: 6121.68},
    "people bank@2016-11": {1975: 4065.95, 2000: 6115.44},
    "people bank@2013-12": dict(
        zip(
            range(1960, 2005, 5),
            (3036.76, 3327.59, 3686.86, 4066.55, 4438.67, 4840.32, 5278.93, 5698.12, 6102.05),
            strict=True,
        )
    ),
    "remittances LCN@2013-12": {2004: 43.5815},
    "remittances LCN@2016-02": {2004: 43.5815},
    "remittances LCN@2016-11": {2004: 42.6309},
    "remittances LCN@2018-08": {2004: 42.6309},
    "fdi LCN@2013-12": {2004: 77.9757},
    "fdi LCN@2016-02": {2004: 77.9757},
    "fdi LCN@2016-11": {2004: 106.6499},
    "fdi LCN@2018-08": {2004: 106.6173},
}

UNCTAD: Figures = {
    # World Investment Report 2025, annex table 1: FDI inflows, world.
    "inflows": _run(
        1990,
        "204.888 153.959 164.685 222.237 255.894 345.143 392.779 480.628 681.509 1078.286 1356.685",
    )
    | {2024: 1508.803},
    # UNCTADstat, Foreign direct investment: inward and outward flows and stock, July 2020, world.
    "inflows@2020-07": _run(
        1970,
        "13.257 14.241 14.760 20.366 23.871 26.392 21.931 27.044 34.244 41.895 54.396 69.580 "
        "58.222 50.393 56.161 55.831 86.695 136.866 164.228 196.936 204.886 153.957 162.917 "
        "220.085 254.910 341.523 388.825 480.774 690.861 1076.230 1356.613",
    ),
    "inflows share@2020-07": {1970: 1.95058, 1980: 1.83264, 1997: 6.53704, 2018: 6.93044},
    # World Investment Report 2026, world inflows over gross fixed capital formation.
    "inflows share@2026": {1990: 3.55213, 1997: 6.44616, 2023: 4.78704},
    # Press release TAD/INF/2775, 2 November 1998.
    "inflows first printed": {1997: 400.0},
    "mergers first printed": {1997: 342.0},
}

UN: Figures = {
    # UN DESA, International Migrant Stock, world totals of the revisions of 2024, 2020, 2019, 2017
    # and 2015 (table 1 of each).
    "migrants": {1995: 163.176002, 2000: 174.566152, 2020: 275.284032, 2024: 304.021813},
    "migrants@2020": {1995: 161.289976, 2000: 173.230585},
    "migrants@2019": {1995: 161.316895, 2000: 173.588441},
    "migrants@2017": {1995: 160.700028, 2000: 172.604257},
    "migrants@2015": {1995: 160.801752, 2000: 172.703309},
    # The same, by destination and origin: pairs of successor states of the Soviet Union,
    # of Yugoslavia and of Czechoslovakia.
    "within Soviet Union": {1990: 27.1303, 1995: 25.3322},
    "within Yugoslavia": {1990: 1.6507, 1995: 2.0907},
    "within Czechoslovakia": {1990: 0.3072, 1995: 0.3204},
    "women from Asia": {1990: 25.294680, 2000: 29.460539, 2005: 32.469107, 2024: 53.875350},
    "men from Asia": {1990: 28.946687, 2000: 33.520661, 2005: 37.414384, 2024: 66.922565},
    "women in Asia": {1990: 21.709174, 2000: 21.963043, 2005: 23.252602, 2024: 38.629740},
    "men in Asia": {1990: 24.991901, 2000: 25.685195, 2005: 28.327826, 2024: 53.540562},
    "women from Asia@2020": {2000: 30.656155, 2005: 33.877196},
    "men from Asia@2020": {2000: 34.677458, 2005: 38.928847},
    # UN DESA, World Population Prospects 2024, mid-year.
    "people": {1995: 5758.88, 2000: 6171.70, 2001: 6254.85, 2005: 6586.97, 2020: 7887.00}
    | {2023: 8091.73, 2024: 8161.97},
    "people Asia": {2001: 3798.98, 2005: 3993.93, 2023: 4778.00},
    "people Africa": {2005: 942.55, 2023: 1480.77},
}

# Inter-American Development Bank, news item of 2004 (www.iadb.org/en/news/remittances-0).
BANK: Figures = {"bank remittances": {2003: 40.0}, "bank times fdi": {2003: 1.5}}

# United Nations, press release of 28 October 2002 on the wall chart International Migration 2002
# (www.un.org/esa/population/publications/ittmig2002/press-release-eng.htm): living in Asia.
UN_2002: Figures = {"living in Asia first printed": {2000: 50.0}}

# World Bank, Global Bilateral Migration Database (Özden, Parsons, Schiff and Walmsley 2011),
# today's borders throughout.
REDRAWN: Figures = {"migrants redrawn": {1960: 93.07, 2000: 167.06}}

PRINTED: Figures = {**WORLD_BANK, **OLDER, **UNCTAD, **UN, **BANK, **UN_2002, **REDRAWN}
