"""Names for the demo. Every person and organisation of it is invented; a likeness to somebody real is chance."""

from __future__ import annotations

from random import Random

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
GIVEN = (
    "明华丽敏静丹婷雪梅兰芳玉秀英建国志强伟斌涛勇杰峰磊鹏飞宇浩博文俊凯欣怡佳琪"
    "思雨晓春夏秋冬海波江河林森安宁平和庆瑞祥嘉慧颖倩"
)

ORGANISATIONS = (
    ("邻里互助会", "Neighbours' Mutual Help Society"),
    ("绿芽志愿服务队", "Green Shoots Volunteers"),
    ("银龄合唱队", "Silver Age Choir"),
    ("萤火虫亲子阅读会", "Firefly Family Reading Circle"),
    ("晨风太极队", "Morning Breeze Tai Chi Group"),
    ("文明养宠促进会", "Considerate Pet Owners' Society"),
    ("护河巡查志愿队", "River Watch Volunteers"),
    ("广场舞自律联队", "Square Dancers' Self-Discipline League"),
    ("暖阳助老服务社", "Warm Sun Services for the Elderly"),
    ("同心调解工作室", "Common Heart Mediation Studio"),
    ("青禾青少年社", "Young Grain Youth Club"),
    ("巧手编织社", "Nimble Hands Knitting Club"),
)
UNITS = (
    ("和邻物业{}服务处", "Helin Property Management, {} Office"),
    ("景澜物业{}服务处", "Jinglan Property Management, {} Office"),
    ("同舟物业{}服务处", "Tongzhou Property Management, {} Office"),
    ("{}社区幼儿园", "{} Kindergarten"),
    ("{}便民菜市场", "{} Neighbourhood Market"),
    ("{}连锁便利店", "{} Convenience Store"),
    ("云帆软件公司{}分部", "Yunfan Software, {} Branch"),
    ("青云电子厂{}厂区", "Qingyun Electronics, {} Works"),
)


def person_name(random: Random) -> str:
    """A name of two or three characters."""
    given = random.choice(GIVEN) + (random.choice(GIVEN) if random.random() < 0.75 else "")
    return random.choice(SURNAMES) + given


def short(name: str) -> str:
    """The name of a community without the word for it."""
    return name.removesuffix("社区")


def short_en(name: str) -> str:
    """The same in English."""
    return name.removesuffix(" Community")
