"""Code lists of the resident's basic information sheet (居民个人基本信息表).

Sources: GB/T 3304-1991 (ethnicity, in its order: a member's place is its number), GB/T 4761-2008 (relation to
the head of household), GB/T 2261.2-2003 (marriage), GB/T 4658-2006 and GB/T 6565-2015 in the groups that the
sheet of the national public-health norms of 2017 prints (education, occupation, blood, payment, dwelling).
"""

from jiayi.foundation.core.choices import Choice


class Ethnicity(Choice):
    """The 56 ethnic groups by their romanised names."""

    HAN = "han", "汉族", "Han"
    MONGOL = "mongol", "蒙古族", "Mongol"
    HUI = "hui", "回族", "Hui"
    ZANG = "zang", "藏族", "Tibetan"
    UYGUR = "uygur", "维吾尔族", "Uygur"
    MIAO = "miao", "苗族", "Miao"
    YI = "yi", "彝族", "Yi"
    ZHUANG = "zhuang", "壮族", "Zhuang"
    BUYEI = "buyei", "布依族", "Buyei"
    CHOSEN = "chosen", "朝鲜族", "Korean"
    MAN = "man", "满族", "Manchu"
    DONG = "dong", "侗族", "Dong"
    YAO = "yao", "瑶族", "Yao"
    BAI = "bai", "白族", "Bai"
    TUJIA = "tujia", "土家族", "Tujia"
    HANI = "hani", "哈尼族", "Hani"
    KAZAK = "kazak", "哈萨克族", "Kazak"
    DAI = "dai", "傣族", "Dai"
    LI = "li", "黎族", "Li"
    LISU = "lisu", "傈僳族", "Lisu"
    VA = "va", "佤族", "Va"
    SHE = "she", "畲族", "She"
    GAOSHAN = "gaoshan", "高山族", "Gaoshan"
    LAHU = "lahu", "拉祜族", "Lahu"
    SUI = "sui", "水族", "Sui"
    DONGXIANG = "dongxiang", "东乡族", "Dongxiang"
    NAXI = "naxi", "纳西族", "Naxi"
    JINGPO = "jingpo", "景颇族", "Jingpo"
    KIRGIZ = "kirgiz", "柯尔克孜族", "Kirgiz"
    TU = "tu", "土族", "Tu"
    DAUR = "daur", "达斡尔族", "Daur"
    MULAO = "mulao", "仫佬族", "Mulao"
    QIANG = "qiang", "羌族", "Qiang"
    BLANG = "blang", "布朗族", "Blang"
    SALAR = "salar", "撒拉族", "Salar"
    MAONAN = "maonan", "毛南族", "Maonan"
    GELAO = "gelao", "仡佬族", "Gelao"
    XIBE = "xibe", "锡伯族", "Xibe"
    ACHANG = "achang", "阿昌族", "Achang"
    PUMI = "pumi", "普米族", "Pumi"
    TAJIK = "tajik", "塔吉克族", "Tajik"
    NU = "nu", "怒族", "Nu"
    UZBEK = "uzbek", "乌孜别克族", "Uzbek"
    RUSS = "russ", "俄罗斯族", "Russian"
    EWENKI = "ewenki", "鄂温克族", "Ewenki"
    DEANG = "deang", "德昂族", "De'ang"
    BONAN = "bonan", "保安族", "Bonan"
    YUGUR = "yugur", "裕固族", "Yugur"
    GIN = "gin", "京族", "Gin"
    TATAR = "tatar", "塔塔尔族", "Tatar"
    DERUNG = "derung", "独龙族", "Derung"
    OROQEN = "oroqen", "鄂伦春族", "Oroqen"
    HEZHEN = "hezhen", "赫哲族", "Hezhen"
    MONBA = "monba", "门巴族", "Monba"
    LHOBA = "lhoba", "珞巴族", "Lhoba"
    JINO = "jino", "基诺族", "Jino"

    @classmethod
    def of_label(cls, label: str) -> str:
        """The code of 汉族 or 汉; "" for what is none of the 56."""
        return _ETHNICITIES.get("".join(label.split()), "")


_ETHNICITIES = {
    name: str(member) for member in Ethnicity for name in (member.label_zh, member.label_zh.removesuffix("族"))
}


class RelationToHead(Choice):
    """Who a member is to the head; the codes of rulebook/roster.yaml."""

    HEAD = "head", "户主", "Head of household"
    SPOUSE = "spouse", "配偶", "Spouse"
    SON = "son", "子", "Son"
    DAUGHTER = "daughter", "女", "Daughter"
    CHILD_IN_LAW = "child_in_law", "儿媳或女婿", "Child-in-law"
    GRANDCHILD = "grandchild", "孙子女", "Grandchild"
    PARENT = "parent", "父母", "Parent"
    GRANDPARENT = "grandparent", "祖父母", "Grandparent"
    SIBLING = "sibling", "兄弟姐妹", "Sibling"
    OTHER = "other", "其他", "Other"


class MaritalStatus(Choice):
    UNMARRIED = "unmarried", "未婚", "Unmarried"
    MARRIED = "married", "已婚", "Married"
    WIDOWED = "widowed", "丧偶", "Widowed"
    DIVORCED = "divorced", "离婚", "Divorced"
    NOT_STATED = "not_stated", "未说明", "Not stated"


class Education(Choice):
    POSTGRADUATE = "postgraduate", "研究生", "Postgraduate"
    UNIVERSITY = "university", "大学本科", "University"
    COLLEGE = "college", "大学专科和专科学校", "College"
    TECHNICAL_SECONDARY = "technical_secondary", "中等专业学校", "Technical secondary school"
    SKILLED_WORKER = "skilled_worker", "技工学校", "Skilled-worker school"
    SENIOR_SECONDARY = "senior_secondary", "高中", "Senior secondary school"
    JUNIOR_SECONDARY = "junior_secondary", "初中", "Junior secondary school"
    PRIMARY = "primary", "小学", "Primary school"
    NONE = "none", "文盲或半文盲", "Illiterate or semi-literate"
    UNKNOWN = "unknown", "不详", "Unknown"


class Occupation(Choice):
    OFFICIAL = "official", "国家机关、党群组织、企业、事业单位负责人", "Head of an office or enterprise"
    PROFESSIONAL = "professional", "专业技术人员", "Professional or technician"
    CLERK = "clerk", "办事人员和有关人员", "Clerk"
    SERVICE = "service", "商业、服务业人员", "Commerce or service"
    FARMER = "farmer", "农、林、牧、渔、水利业生产人员", "Farming, forestry, fishery or water works"
    OPERATOR = "operator", "生产、运输设备操作人员及有关人员", "Production or transport operator"
    SOLDIER = "soldier", "军人", "Soldier"
    OTHER = "other", "不便分类的其他从业人员", "Other occupation"
    NONE = "none", "无职业", "Without occupation"


class EmploymentKind(Choice):
    """In what standing a person works; 灵活就业 and 失业 matter to who pays."""

    EMPLOYED = "employed", "在职", "Employed"
    FLEXIBLE = "flexible", "灵活就业", "Flexibly employed"
    FARMING = "farming", "务农", "Farming"
    MIGRANT = "migrant", "外出务工", "Working elsewhere"
    RETIRED = "retired", "离退休", "Retired"
    UNEMPLOYED = "unemployed", "失业", "Unemployed"
    STUDENT = "student", "在校学生", "Student"
    NONE = "none", "未就业", "Not working"


class BloodType(Choice):
    A = "a", "A型", "A"
    B = "b", "B型", "B"
    O = "o", "O型", "O"  # noqa: E741  the blood type is called so
    AB = "ab", "AB型", "AB"
    UNKNOWN = "unknown", "不详", "Unknown"


class RhFactor(Choice):
    POSITIVE = "positive", "阳性", "Positive"
    NEGATIVE = "negative", "阴性", "Negative"
    UNKNOWN = "unknown", "不详", "Unknown"


class PaymentKind(Choice):
    """Ways of paying for care; a person has several. 新农合 is since merged into 城乡居民基本医疗保险."""

    EMPLOYEE_INSURANCE = "employee_insurance", "城镇职工基本医疗保险", "Employees' medical insurance"
    RESIDENT_INSURANCE = "resident_insurance", "城乡居民基本医疗保险", "Residents' medical insurance"
    RURAL_COOPERATIVE = "rural_cooperative", "新型农村合作医疗", "Rural cooperative scheme"
    MEDICAL_ASSISTANCE = "medical_assistance", "贫困救助", "Medical assistance"
    COMMERCIAL_INSURANCE = "commercial_insurance", "商业医疗保险", "Commercial insurance"
    PUBLIC_EXPENSE = "public_expense", "全公费", "Public expense"
    OWN_EXPENSE = "own_expense", "全自费", "Own expense"
    OTHER = "other", "其他", "Other"


class KitchenVentilation(Choice):
    NONE = "none", "无", "None"
    HOOD = "hood", "油烟机", "Range hood"
    FAN = "fan", "换气扇", "Fan"
    CHIMNEY = "chimney", "烟囱", "Chimney"


class Fuel(Choice):
    LIQUEFIED_GAS = "liquefied_gas", "液化气", "Liquefied gas"
    COAL = "coal", "煤", "Coal"
    NATURAL_GAS = "natural_gas", "天然气", "Natural gas"
    BIOGAS = "biogas", "沼气", "Biogas"
    FIREWOOD = "firewood", "柴火", "Firewood"
    OTHER = "other", "其他", "Other"


class DrinkingWater(Choice):
    TAP = "tap", "自来水", "Tap water"
    PURIFIED = "purified", "经净化过滤的水", "Purified water"
    WELL = "well", "井水", "Well water"
    RIVER = "river", "河湖水", "River or lake water"
    POND = "pond", "塘水", "Pond water"
    OTHER = "other", "其他", "Other"


class Toilet(Choice):
    SANITARY = "sanitary", "卫生厕所", "Sanitary toilet"
    SINGLE_PIT = "single_pit", "一格或二格粪池式", "One- or two-pit"
    BUCKET = "bucket", "马桶", "Bucket"
    OPEN_PIT = "open_pit", "露天粪坑", "Open pit"
    SHED = "shed", "简易棚厕", "Simple shed"


class LivestockPen(Choice):
    NONE = "none", "无", "None"
    SEPARATE = "separate", "单设", "Separate"
    INDOORS = "indoors", "室内", "Indoors"
    OUTDOORS = "outdoors", "室外", "Outdoors"


class HousingType(Choice):
    BUILDING = "building", "楼房", "Storeyed building"
    BRICK = "brick", "砖瓦平房", "Brick house"
    EARTH_OR_WOOD = "earth_or_wood", "土木房", "Earth or wooden house"
    OTHER = "other", "其他", "Other"


# Keys of Household.dwelling and the codes each may hold; `area` is the floor area in square metres.
DWELLING: dict[str, type[Choice]] = {
    "kitchen_ventilation": KitchenVentilation,
    "fuel": Fuel,
    "drinking_water": DrinkingWater,
    "toilet": Toilet,
    "livestock_pen": LivestockPen,
    "housing_type": HousingType,
}
