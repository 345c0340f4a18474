"""What no publisher's list says about economies, kept by hand for ``make_economies.py``.

Each table is a decision: how a code that is not in ISO 3166 today is read, and why.  A publisher's
old code becomes an economy of today only where the series mean the same reporting economy; where
a publisher prints both beside each other, the older one has a code of its own.
"""

from __future__ import annotations

NAMES = {
    "BIH": "Bosnia and Herzegovina", "CPV": "Cabo Verde", "CCK": "Cocos (Keeling) Islands",
    "COG": "Republic of the Congo", "COD": "Democratic Republic of the Congo",
    "CIV": "Côte d'Ivoire",
    "HMD": "Heard and McDonald Islands", "VAT": "Holy See", "FSM": "Micronesia",
    "MAF": "Saint Martin (French part)", "SXM": "Sint Maarten (Dutch part)",
    "VCT": "Saint Vincent and the Grenadines", "STP": "Sao Tome and Principe",
    "GBR": "United Kingdom", "USA": "United States", "VIR": "United States Virgin Islands",
    "UMI": "United States Minor Outlying Islands", "VNM": "Vietnam", "TWN": "Taiwan",
    "WLF": "Wallis and Futuna Islands",
}  # fmt: skip

_JOINT = "Belgium and Luxembourg reported as one economy; used where a publisher prints that row"

ECONOMIES: list[dict[str, str]] = [
    {"economy": "XKX", "name": "Kosovo", "iso2": "XK", "m49": "412", "region": "Europe",
     "subregion": "Southern Europe", "status": "current", "first_year": "2008",
     "note": "Code assigned by users, not by ISO; M49 code 412 as in WPP and UNCTADstat. UN "
             "DESA's migrant stock and UNHCR count it with Serbia."},
    {"economy": "CHI", "name": "Channel Islands", "iso2": "JG", "m49": "830", "region": "Europe",
     "subregion": "Northern Europe", "status": "current",
     "note": "Guernsey and Jersey together; code of the World Bank. UNHCR's CHI is China."},
    {"economy": "SUN", "name": "Soviet Union", "iso2": "SU", "m49": "810", "region": "Europe",
     "subregion": "Eastern Europe", "status": "former", "first_year": "1922",
     "last_year": "1991",
     "successor": "ARM;AZE;BLR;EST;GEO;KAZ;KGZ;LTU;LVA;MDA;RUS;TJK;TKM;UKR;UZB"},
    {"economy": "YUG", "name": "Yugoslavia", "iso2": "YU", "m49": "890", "region": "Europe",
     "subregion": "Southern Europe", "status": "former", "first_year": "1918",
     "last_year": "1992", "successor": "BIH;HRV;MKD;SCG;SVN",
     "note": "The Socialist Federal Republic; Serbia and Montenegro from 1992 is SCG."},
    {"economy": "CSK", "name": "Czechoslovakia", "iso2": "CS", "m49": "200", "region": "Europe",
     "subregion": "Eastern Europe", "status": "former", "first_year": "1918",
     "last_year": "1992", "successor": "CZE;SVK"},
    {"economy": "SCG", "name": "Serbia and Montenegro", "iso2": "CS", "m49": "891",
     "region": "Europe", "subregion": "Southern Europe", "status": "former",
     "first_year": "1992", "last_year": "2006", "successor": "MNE;SRB",
     "note": "Federal Republic of Yugoslavia until 2003; UNCTAD's FDI goes on to 2007."},
    {"economy": "ANT", "name": "Netherlands Antilles", "iso2": "AN", "m49": "530",
     "region": "Americas", "subregion": "Caribbean", "status": "former", "first_year": "1954",
     "last_year": "2010", "successor": "BES;CUW;SXM",
     "note": "Aruba belonged to it until 1985. UNHCR's ANT is Antigua and Barbuda."},
    {"economy": "DDR", "name": "East Germany", "iso2": "DD", "m49": "278", "region": "Europe",
     "subregion": "Eastern Europe", "status": "former", "first_year": "1949",
     "last_year": "1990", "successor": "DEU"},
    {"economy": "YMD", "name": "South Yemen", "iso2": "YD", "m49": "720", "region": "Asia",
     "subregion": "Western Asia", "status": "former", "first_year": "1967",
     "last_year": "1990", "successor": "YEM",
     "note": "Democratic Yemen; ISO kept YEM for the northern republic and the union."},
    {"economy": "PCI", "name": "Trust Territory of the Pacific Islands", "iso2": "PC",
     "m49": "582", "region": "Oceania", "subregion": "Micronesia", "status": "former",
     "first_year": "1947", "last_year": "1986", "successor": "FSM;MHL;MNP;PLW"},
    {"economy": "BLX", "name": "Belgium-Luxembourg", "m49": "058", "region": "Europe",
     "subregion": "Western Europe", "status": "former", "first_year": "1921",
     "last_year": "2001", "successor": "BEL;LUX", "note": _JOINT},
    {"economy": "FXX", "name": "France, metropolitan", "iso2": "FX", "m49": "249",
     "region": "Europe", "subregion": "Western Europe", "status": "former",
     "successor": "FRA",
     "note": "Without the overseas departments; used where UNCTAD prints it beside France."},
    {"economy": "XXX", "name": "Others and unknown", "status": "special",
     "note": "Residual: UN DESA's Others (2003; Other North and Other South until 2019), UNHCR's "
             "Unknown (UKN), UNCTAD's Unspecified."},
    {"economy": "XXA", "name": "Stateless", "status": "special", "note": "UNHCR's STA."},
    {"economy": "XMN", "name": "Multinational", "status": "special",
     "note": "UNCTAD's cross-border mergers: no single economy."},
    {"economy": "XSN", "name": "Supranational", "status": "special",
     "note": "UNCTAD's cross-border mergers: no single economy."},
    {"economy": "TIB", "name": "Tibetans", "status": "special",
     "note": "An origin of UNHCR's, not an economy."},
    {"economy": "AB9", "name": "Abyei Area", "status": "special",
     "note": "Disputed between Sudan and South Sudan; in figures of internal displacement."},
    {"economy": "CRB", "name": "CRB (unexplained by UNHCR)", "status": "special",
     "note": "In UNHCR's list of codes without a name or an ISO code; in none of its figures."},
]  # fmt: skip

# Years and notes of economies of today whose area or name changed while the series run.
YEARS: dict[str, dict[str, str]] = {
    "SDN": {"note": "Before July 2011 with what is now South Sudan, unless a publisher says "
                    "otherwise; UNCTAD prints that area as 736, which is read as SDN because the "
                    "two never share a year."},
    "SSD": {"first_year": "2011"}, "ERI": {"first_year": "1993"},
    "ETH": {"note": "Before 1993 with Eritrea; UNCTAD prints that area as 230."},
    "IDN": {"note": "Until 2002 UNCTAD counts Timor-Leste in it (its code 960)."},
    "TLS": {"first_year": "2002"},
    "DEU": {"note": "Before October 1990 West Germany alone in UNCTAD's series (its code 280)."},
    "YEM": {"note": "Before May 1990 the northern republic alone where YMD is given beside it."},
    "PAN": {"note": "Until 1980 UNCTAD leaves the Canal Zone out (its code 590)."},
    "CHE": {"note": "With Liechtenstein in UNCTAD's series of 2020 (its code 757)."},
    "USA": {"note": "UNCTAD's 842 of 2020 counts Puerto Rico and the Virgin Islands in."},
    "NOR": {"note": "UNCTAD's 579 of 2020 counts Svalbard and Jan Mayen in."},
    "GBR": {"note": "UNCTAD's 926 of 2020 is the kingdom; UN DESA's 926 is Western Europe."},
    "FRA": {"note": "With the overseas departments in UNCTAD's series (its code 251 of 2020); "
                    "UN DESA gives those departments rows of their own."},
    "BEL": {"note": "UNCTADstat's values before 2002 are those of Belgium-Luxembourg."},
    "LUX": {"note": "Before 2002 in Belgium's values at UNCTADstat."},
    "SRB": {"first_year": "2006",
            "note": "With Kosovo at UN DESA's migrant stock and UNHCR, without it at the World "
                    "Bank."},
    "MNE": {"first_year": "2006"}, "CZE": {"first_year": "1993"}, "SVK": {"first_year": "1993"},
    "HRV": {"first_year": "1991"}, "SVN": {"first_year": "1991"}, "MKD": {"first_year": "1991"},
    "BIH": {"first_year": "1992"}, "RUS": {"first_year": "1991"}, "UKR": {"first_year": "1991"},
    "BLR": {"first_year": "1991"}, "MDA": {"first_year": "1991"}, "EST": {"first_year": "1991"},
    "LVA": {"first_year": "1991"}, "LTU": {"first_year": "1991"}, "ARM": {"first_year": "1991"},
    "AZE": {"first_year": "1991"}, "GEO": {"first_year": "1991"}, "KAZ": {"first_year": "1991"},
    "KGZ": {"first_year": "1991"}, "TJK": {"first_year": "1991"}, "TKM": {"first_year": "1991"},
    "UZB": {"first_year": "1991"}, "CUW": {"first_year": "2010"}, "SXM": {"first_year": "2010"},
    "BES": {"first_year": "2010"}, "ABW": {"note": "In the Netherlands Antilles until 1985."},
    "NAM": {"note": "Its ISO alpha-2 code is NA: read tables with keep_default_na=False."},
}  # fmt: skip

WORLD_BANK = {
    "ADO": ("AND", "code until 2016"), "IMY": ("IMN", "code until 2016"),
    "KSV": ("XKX", "code until 2016"), "ROM": ("ROU", "ISO code until 2002"),
    "TMP": ("TLS", "ISO code until 2002"), "WBG": ("PSE", "West Bank and Gaza, until 2016"),
    "ZAR": ("COD", "ISO code until 1997"), "SDF": ("SDN", "Sudan before 2011"),
}  # fmt: skip
WORLD_BANK_OLD_AGGREGATES = [("NOC", "High income: nonOECD"), ("OEC", "High income: OECD")]

# The history sheet calls Serbia and Montenegro YUG and the federation before it YUGf.
INCOME_HISTORY = {"YUG": "SCG", "YUGf": "YUG"}
# By July of: the list of economies of July 2025 leaves Ethiopia unclassified, with a note; the
# history sheet of the same year repeats its old group.
INCOME_CORRECTED = {("ETH", 2025): ""}
INCOME_GROUPS = {"L": "LIC", "LM": "LMC", "UM": "UMC", "H": "HIC"}

# Numerical codes that M49 gave up, or that a UN office uses beside it.
M49 = {
    "58": ("BLX", "Belgium-Luxembourg"), "200": ("CSK", ""), "230": ("ETH", "until 1993"),
    "249": ("FXX", ""), "278": ("DDR", ""), "280": ("DEU", "West Germany, until 1990"),
    "412": ("XKX", "WPP and UNCTADstat"), "530": ("ANT", ""), "532": ("ANT", "until 1985"),
    "582": ("PCI", ""), "590": ("PAN", "without the Canal Zone, until 1980"),
    "720": ("YMD", ""), "736": ("SDN", "with what is now South Sudan, until 2011"),
    "810": ("SUN", ""), "830": ("CHI", ""), "886": ("YEM", "northern republic, until 1990"),
    "890": ("YUG", ""), "891": ("SCG", ""),
    "900": ("WLD", ""), "1": ("WLD", ""), "2003": ("XXX", "Others, as origin"),
}  # fmt: skip
# Headings of the 2020 correspondence table's hierarchy, which its rows refer to as parents.
DESA_PARENTS = [
    ("917", "Europe (subregions)"), ("918", "Northern America (subregions)"),
    ("1802", "Income groups"), ("1803", "Development groups"), ("1828", "SDG regions"),
    ("1840", "Geographic regions"),
]  # fmt: skip

UNCTAD = {
    "230": ("ETH", "Ethiopia with Eritrea, until 1991; 231 goes on from 1992"),
    "250": ("FRA", "France in the layout of 2025"),
    "251": ("FRA", "France with Monaco and the overseas departments, layout of 2020"),
    "280": ("DEU", "West Germany, until 1989; 276 goes on from 1990"),
    "579": ("NOR", "with Svalbard and Jan Mayen"),
    "590": ("PAN", "without the Canal Zone, until 1980; 591 goes on from 1981"),
    "736": ("SDN", "Sudan with South Sudan, until 2011; 729 goes on from 2012"),
    "757": ("CHE", "Switzerland with Liechtenstein"),
    "842": ("USA", "with Puerto Rico and the Virgin Islands"),
    "926": ("GBR", "the only row of the kingdom in the layout of 2020; 826 in that of 2025"),
    "960": ("IDN", "Indonesia with Timor-Leste, until 2002; 360 goes on from 2003"),
    "0000": ("WLD", ""),
}  # fmt: skip
# A code that changed its meaning between the layouts is told by its label.
UNCTAD_NAMES = {"France, metropolitan": "FXX"}
# These hold only where the other code stands in the same column: the layout of 2020.
UNCTAD_BESIDE = [
    ("250", "FXX", "251", "France, metropolitan, where France itself is 251"),
    ("0000", "WLD", "", ""),
    ("058", "BLX", "", ""),
    ("810", "SUN", "", ""),
    ("278", "DDR", "", ""),
]

UNHCR = {
    "UKN": ("XXX", "unknown origin"), "STA": ("XXA", ""), "TIB": ("TIB", "no ISO code"),
    "CUR": ("CUW", "listed without a name; beside CUW"), "CRB": ("CRB", "not explained"),
}  # fmt: skip

# ISO-like codes that re-shaped files and older lists use, besides the alpha-3 codes themselves.
ISO3 = {
    "OOO": ("XXX", "Others of UN DESA"), "UNK": ("XXX", "UNHCR's ISO column"),
    "UKN": ("XXX", "UNHCR's ISO column"), "STA": ("XXA", "UNHCR's ISO column"),
    "XCX": ("CHI", ""), "CHANISL": ("CHI", ""), "HOS": ("VAT", ""), "GBM": ("IMN", ""),
    "NLD_CURACAO": ("CUW", ""), "KOS": ("XKX", ""), "XKV": ("XKX", ""), "KSV": ("XKX", ""),
    "ROM": ("ROU", "until 2002"), "TMP": ("TLS", "until 2002"), "ZAR": ("COD", "until 1997"),
    "HGK": ("HKG", "misspelt in a copy of UNCTAD's bilateral table"),
    "BUR": ("MMR", "until 1989"), "WBG": ("PSE", ""), "WLD": ("WLD", ""),
    "SUD": ("SDN", "of Abel and Cohen, before and after 2011"),
}  # fmt: skip

# OECD's codes of donors and recipients (DAC), which are numbers of its own.
_DAC = """
    AUT 1, BEL 2, DNK 3, FRA 4, DEU 5, ITA 6, NLD 7, NOR 8, PRT 9, SWE 10, CHE 11, GBR 12,
    FIN 18, ISL 20, IRL 21, LUX 22, MCO 26, CYP 30, GIB 35, GRC 40, MLT 45, ESP 50, TUR 55,
    XKX 57, YUG 60, SVN 61, HRV 62, SRB 63, BIH 64, MNE 65, MKD 66, CZE 68, SVK 69, LIE 70, ALB 71,
    BGR 72, HUN 75, POL 76, ROU 77, EST 82, LVA 83, LTU 84, UKR 85, BLR 86, RUS 87, MDA 93,
    DZA 130, LBY 133, MAR 136, TUN 139, EGY 142, ZAF 218, AGO 225, BWA 227, BDI 228, CMR 229,
    CPV 230, CAF 231, TCD 232, COM 233, COG 234, COD 235, BEN 236, ETH 238, GAB 239, GMB 240,
    GHA 241, GIN 243, GNB 244, GNQ 245, CIV 247, KEN 248, LSO 249, LBR 251, MDG 252, MWI 253,
    MLI 255, MRT 256, MUS 257, MYT 258, MOZ 259, NER 260, NGA 261, ZWE 265, RWA 266, STP 268,
    SEN 269, SYC 270, ERI 271, SLE 272, SOM 273, DJI 274, NAM 275, SHN 276, SDN 278, SSD 279,
    SWZ 280, TZA 282, TGO 283, UGA 285, BFA 287, ZMB 288, CAN 301, USA 302, BHS 328, BRB 329,
    BMU 331, CRI 336, CUB 338, DOM 340, SLV 342, GTM 347, HTI 349, HND 351, BLZ 352, JAM 354,
    MEX 358, SXM 361, NIC 364, PAN 366, ABW 373, TTO 375, AIA 376, ATG 377, DMA 378, GRD 381,
    KNA 382, LCA 383, VCT 384, MSR 385, CYM 386, TCA 387, VGB 388, ARG 425, BOL 428, BRA 431,
    CHL 434, COL 437, ECU 440, FLK 443, GUY 446, PRY 451, PER 454, SUR 457, URY 460, VEN 463,
    BHR 530, IRN 540, IRQ 543, ISR 546, JOR 549, PSE 550, KWT 552, LBN 555, OMN 558, QAT 561,
    SAU 566, SYR 573, ARE 576, YEM 580, ARM 610, AZE 611, GEO 612, KAZ 613, KGZ 614, TJK 615,
    TKM 616, UZB 617, AFG 625, BTN 630, MMR 635, LKA 640, IND 645, MDV 655, NPL 660, PAK 665,
    BGD 666, JPN 701, BRN 725, KHM 728, CHN 730, TWN 732, HKG 735, IDN 738, PRK 740, KOR 742,
    LAO 745, MAC 748, MYS 751, MNG 753, PHL 755, SGP 761, THA 764, TLS 765, VNM 769, AUS 801,
    NZL 820, COK 831, FJI 832, KIR 836, PYF 840, NRU 845, NCL 850, VUT 854, NIU 856, MNP 858,
    MHL 859, FSM 860, PLW 861, PNG 862, SLB 866, TKL 868, TON 870, TUV 872, WLF 876, WSM 880
"""
DAC = {code: economy for economy, code in (pair.split() for pair in _DAC.split(","))}
# What goes to a region or is not allocated to an economy.
_UNALLOCATED = """
    88 89 189 289 298 389 489 498 589 619 679 689 789 798 889 998 1027 1028 1029 1030 1031 1032
    1033 1034 1035 9998
"""
DAC_UNALLOCATED = _UNALLOCATED.split()
# Donors that are groups, and the one that is an institution; 918 is the code of some editions.
DAC_GROUPS = [
    ("20000", "DAC members"), ("20001", "DAC countries"),
    ("20002", "Multilateral organisations"), ("20003", "G7 countries"),
    ("20004", "DAC EU countries and EU institutions"), ("20005", "Official donors"),
    ("20006", "Non-DAC countries"), ("20011", "DAC EU countries"), ("4EU001", "EU institutions"),
]  # fmt: skip
DAC_OTHER = {"918": ("4EU001", ""), "20918": ("4EU001", "")}

# CEPII's GeoDist of 2004 keeps the codes of its day.
CEPII = {
    "PAL": ("PSE", ""), "ROM": ("ROU", "until 2002"), "TMP": ("TLS", "until 2002"),
    "YUG": ("SCG", "Serbia and Montenegro by its name, not Yugoslavia"),
    "ZAR": ("COD", "until 1997"),
}  # fmt: skip

# Names in UN DESA's tables that are not those of its workbooks with codes.
DESA_NAMES = {
    "Total": ("WLD", "all origins"), "Other North": ("XXX", "to be summed with Other South"),
    "Other South": ("XXX", "to be summed with Other North"),
    "Others": ("XXX", ""), "Other": ("XXX", ""),
    "Micronesia": ("FSM", "the state; the region of that name is 'Micronesia (region)'"),
    "Micronesia (region)": ("954", ""),
    "More developed regions": ("901", ""), "Australia/New Zealand": ("927", ""),
    "Latin America and the Caribbean": ("904", "the major area, not the SDG region 1830"),
    "Sub-Saharan Africa": ("947", "1834 in WPP"), "Reunion": ("REU", ""),
    "Tanzania": ("TZA", ""), "Rep. Dem. of the Congo": ("COD", ""), "Swaziland": ("SWZ", ""),
    "China Hong Kong SAR": ("HKG", ""), "China Macao SAR": ("MAC", ""),
    "North Korea": ("PRK", ""), "South Korea": ("KOR", ""), "Iran": ("IRN", ""),
    "Laos": ("LAO", ""), "Turkey": ("TUR", ""), "TFYR Macedonia": ("MKD", ""),
    "Caribbean Netherlands": ("BES", ""), "Sint Maarten": ("SXM", ""), "Bolivia": ("BOL", ""),
    "Falkland Islands": ("FLK", ""), "Venezuela": ("VEN", ""), "USA": ("USA", ""),
    "Less developed regions excluding least developed countries": ("934", ""),
    "Serbia and Montenegro": ("SCG", ""), "Netherlands Antilles": ("ANT", ""),
}  # fmt: skip

# Groups of the annex tables.  Where the 2025 figures equal those of a group of UNCTADstat in
# (nearly) every year, that group's code is used; the others have no code and get one here.
WIR_AGGREGATES = [
    ("WIR-EUROPE", "Europe (developed, WIR)"),
    ("WIR-OTHER-EUROPE", "Other Europe (WIR)"),
    ("WIR-NORTH-AMERICA", "North America (WIR)"),
    ("WIR-OTHER-DEVELOPED", "Other developed economies (WIR)"),
    ("WIR-NORTH-AFRICA", "North Africa (WIR)"),
    ("WIR-OTHER-AFRICA", "Other Africa (WIR)"),
    ("WIR-CENTRAL-AFRICA", "Central Africa (WIR)"),
    ("WIR-EAST-AFRICA", "East Africa (WIR)"),
    ("WIR-SOUTHERN-AFRICA", "Southern Africa (WIR)"),
    ("WIR-EAST-SOUTH-EAST-ASIA", "East and South-East Asia (WIR)"),
    ("WIR-SOUTH-CENTRAL-AMERICA", "South and Central America (WIR)"),
    ("WIR-SIDS", "Small island developing States (WIR)"),
]
# Groups of the Bilateral FDI Statistics, drawn as in the World Investment Report of 2014: members
# of 2013, Israel and Bermuda among the developed, and economies in transition apart.
WIR_2014_AGGREGATES = [
    ("WIR14-DEVELOPED", "Developed economies (WIR 2014)"),
    ("WIR14-EUROPE", "Europe (developed, WIR 2014)"),
    ("WIR14-EU", "European Union (WIR 2014)"),
    ("WIR14-OTHER-EUROPE", "Other developed Europe (WIR 2014)"),
    ("WIR14-NORTH-AMERICA", "North America (WIR 2014)"),
    ("WIR14-OTHER-DEVELOPED", "Other developed economies (WIR 2014)"),
    ("WIR14-DEVELOPING", "Developing economies (WIR 2014)"),
    ("WIR14-AFRICA", "Africa (WIR 2014)"),
    ("WIR14-NORTH-AFRICA", "North Africa (WIR 2014)"),
    ("WIR14-OTHER-AFRICA", "Other Africa (WIR 2014)"),
    ("WIR14-ASIA", "Asia (developing, WIR 2014)"),
    ("WIR14-EAST-ASIA", "East Asia (WIR 2014)"),
    ("WIR14-SOUTH-EAST-ASIA", "South-East Asia (WIR 2014)"),
    ("WIR14-SOUTH-ASIA", "South Asia (WIR 2014)"),
    ("WIR14-WEST-ASIA", "West Asia (WIR 2014)"),
    ("WIR14-LATIN-AMERICA", "Latin America and the Caribbean (WIR 2014)"),
    ("WIR14-SOUTH-AMERICA", "South America (WIR 2014)"),
    ("WIR14-CENTRAL-AMERICA", "Central America (WIR 2014)"),
    ("WIR14-CARIBBEAN", "Caribbean (WIR 2014)"),
    ("WIR14-OCEANIA", "Oceania (developing, WIR 2014)"),
    ("WIR14-TRANSITION", "Transition economies (WIR 2014)"),
    ("WIR14-SOUTH-EAST-EUROPE", "South-East Europe (WIR 2014)"),
    ("WIR14-CIS", "Commonwealth of Independent States (WIR 2014)"),
]
_SAME = "the same group at UNCTADstat; figures of early years differ slightly"
WIR_NAMES = {
    "World": ("WLD", ""), "Developed economies": ("1500", _SAME),
    "Developing economies": ("1400", _SAME), "European Union": ("3412", _SAME),
    "Europe": ("WIR-EUROPE", ""), "Other Europe": ("WIR-OTHER-EUROPE", ""),
    "North America": ("WIR-NORTH-AMERICA", ""),
    "Other developed economies": ("WIR-OTHER-DEVELOPED", ""),
    "Africa": ("5100", _SAME), "North Africa": ("WIR-NORTH-AFRICA", "with both Sudans"),
    "Other Africa": ("WIR-OTHER-AFRICA", ""), "Central Africa": ("WIR-CENTRAL-AFRICA", ""),
    "East Africa": ("WIR-EAST-AFRICA", ""), "Southern Africa": ("WIR-SOUTHERN-AFRICA", ""),
    "West Africa": ("5124", _SAME), "Asia": ("1430", _SAME), "East Asia": ("1433", _SAME),
    "East and South-East Asia": ("WIR-EAST-SOUTH-EAST-ASIA", ""),
    "South-East Asia": ("5350", _SAME), "South Asia": ("5320", _SAME),
    "West Asia": ("1434", _SAME), "Central Asia": ("5310", _SAME),
    "Latin America and the Caribbean": ("5220", _SAME),
    "South and Central America": ("WIR-SOUTH-CENTRAL-AMERICA", ""),
    "South America": ("5223", _SAME), "Central America": ("5222", _SAME),
    "Caribbean": ("5221", _SAME), "Oceania": ("1450", _SAME),
    "Least developed countries (LDCs)": ("1610", _SAME),
    "Landlocked countries (LLCs)": ("1620", _SAME),
    "Small island developing states (SIDS)": ("WIR-SIDS", ""),
    "Belgium / Luxembourg": ("BLX", ""), "Czechoslovakia (former)": ("CSK", ""),
    "Yugoslavia (former)": ("YUG", ""), "Serbia and Montenegro": ("SCG", ""),
    "Netherlands Antilles": ("ANT", ""),
    "Zaire": ("ZAR", "printed beside the Democratic Republic of the Congo, so not COD"),
    "Unspecified": ("XXX", ""), "Multi-National": ("XMN", ""), "Supranational": ("XSN", ""),
    "Bahamas (the)": ("BHS", ""), "Marshall Islands (the)": ("MHL", ""),
    "Bolivia, Plurinational State of": ("BOL", ""),
    "Congo, Democratic Republic of": ("COD", ""), "Faeroe Islands": ("FRO", ""),
    "Democratic People’s Republic of Korea": ("PRK", ""), "Hong Kong, China": ("HKG", ""),
    "Iran, Islamic Republic of": ("IRN", ""), "Macao, China": ("MAC", ""),
    "Micronesia, Federated States of": ("FSM", ""), "Sint Maarten": ("SXM", ""),
    "São Tomé and Principe": ("STP", ""), "Taiwan Province of China": ("TWN", ""),
    "Türkiye": ("TUR", ""), "US Virgin Islands": ("VIR", ""), "Reunion": ("REU", ""),
    "Venezuela, Bolivarian Republic of": ("VEN", ""), "Curaçao": ("CUW", ""),
}  # fmt: skip

# Names in KNOMAD's workbooks, some with a remark of the day.
_REMARK = "with a remark of December 2023"
KNOMAD_NAMES = {
    "WORLD": ("WLD", ""), "World": ("WLD", ""), "Low-and Middle-Income Countries": ("LMY", ""),
    "Korea, Dem. Rep.": ("PRK", ""), "Türkiye, Rep. of": ("TUR", ""),
    "Iran, Islamic Rep. (Brief 36 data)": ("IRN", _REMARK),
    "Israel (using CB data)": ("ISR", _REMARK),
    "Portugal (revising old numbers with BOP estimates)": ("PRT", _REMARK),
    "Spain (adjsuting for BOP ratio estimates)": ("ESP", _REMARK),
    "Zimbabwe (using CB data for 2021 & 2022)": ("ZWE", _REMARK),
}  # fmt: skip

ECONOMIES.append(
    {"economy": "ZAR", "name": "Zaire (former)", "iso2": "ZR", "region": "Africa",
     "subregion": "Middle Africa", "status": "former", "first_year": "1971",
     "last_year": "1997", "successor": "COD",
     "note": "Only where a publisher prints it beside the Democratic Republic of the Congo "
             "(UNCTAD's cross-border mergers); the World Bank's ZAR is read as COD."}
)  # fmt: skip

_REGIONS = {"903", "904", "905", "908", "909", "935", "5505", "002", "009", "019", "142", "150",
            "921", "947", "1829", "1830", "1831", "1832", "1833", "1834", "1835", "1836",
            "5502"}  # fmt: skip
_DEVELOPMENT = ("develop", "landlocked", "land-locked", "lldc", "sids", "ldc", "hipc", "emerging",
                "transition", "industrialized")  # fmt: skip
_WORLD_BANK_REGIONS = {"AFE", "AFW", "AFR", "EAS", "ECS", "LCN", "MEA", "NAC", "SAS", "SSF"}
_INCOME = {"HIC", "LIC", "LMC", "LMY", "MIC", "UMC", "NOC", "OEC", "INX", "BHI"}
_BLOCS = {"EMU", "EUU", "OED", "ARB", "2710", "2711"}


def kind(code: str, name: str, publisher: str) -> str:
    """What an aggregate groups by: world, region, subregion, income, development, bloc, other."""
    low = name.casefold()
    if code == "WLD":
        return "world"
    if publisher == "oecd":
        return "other"
    if publisher == "worldbank":
        if code in _WORLD_BANK_REGIONS:
            return "region"
        if code in _INCOME or "income" in low:
            return "income" if "excluding" not in low else "region"
        if code in _BLOCS:
            return "trade bloc"
        lending = any(word in low for word in ("ida", "ibrd"))
        return "development" if lending or code in {"LDC", "HPC", "FCS", "MDE"} else "other"
    if code in {"1802", "1803", "1828", "1840", "917", "918"} or "LIFDC" in name:
        return "other"
    if publisher == "unctad" and code.startswith(("27", "3")):
        if code.startswith("36"):
            return "region"
        # 331x to 337x are the members of UN commissions and of the development bank.
        return "other" if code.startswith("33") and code[2] in "1234567" else "trade bloc"
    if "income" in low:
        return "income"
    if any(word in low for word in _DEVELOPMENT):
        return "development"
    if publisher == "unctad":
        if code in ("WIR14-EU", "WIR14-CIS"):
            return "trade bloc"
        if code.startswith(("WIR", "56", "57")):
            return "region"
        if code.startswith("5"):
            return "region" if code.endswith("00") else "subregion"
        return "other"
    return "region" if code in _REGIONS else "subregion"
