"""公式-, 文件-: rules that look at the file itself: its formulas, names and settings, who built it."""

from __future__ import annotations

from xlbudget.sheets.rules.rule import Inspection

OLDER = Inspection(
    "文件-旧版本",
    "工作簿是这个版本的程序生成的",
    "本程序：各版本的公式不同，逐格比较没有意义",
    "把数据读回（xlbudget read）再生成（xlbudget build）",
    looks_at="文件属性里的程序版本和公式的指纹",
    leaves="版本不同而公式没有变",
    finds="由旧版本 0.1.0 生成，公式未逐格比较，请 read 后重新 build",
    severity="warning",
)
REPLACED = Inspection(
    "公式-被改",
    "由公式算出的单元格仍是原来的公式",
    "本程序：公式是唯一的算法，录入数以外不手工填数",
    "撤销修改，或把数据读回（xlbudget read）再生成（xlbudget build）",
    looks_at="每一个由公式算出的格，隐藏表、校验、公开数核对和科目里还有固定的文字：与照录入重新生成的工作簿逐格比",
    leaves="公式的空格、大小写被办公软件改写，意思没有变",
    finds="公开03 的 C7 原是公式 =ROUND(SUM(D7:H7),6)（算得 320），现在是填死的 300",
)
STALE = Inspection(
    "公式-未重算",
    "公式旁存着的数与重算的数一致",
    "本程序：存着的数给不会重算的看图软件用",
    "用 Excel、WPS 或 LibreOffice 打开、重算（Ctrl+Alt+F9）并保存",
    looks_at="公式没有改的格旁边存着的数：与重算的数比",
    leaves="一个存着的数也没有，有的程序存盘不带数",
    finds="公开03 的 E7 存着 99，重算得 100",
    severity="warning",
)
MISSING = Inspection(
    "公式-缺表",
    "生成时的每张表都在",
    "本程序：别的表和校验引用它们",
    "恢复被删除或改名的表，或把数据读回再生成",
    looks_at="各张表的名称",
    leaves="隐藏的表被显示出来",
    finds="缺少“公开08”表，可能被删除或改了名",
)
LINES = Inspection(
    "公式-行列",
    "各表的行和列都在生成时的位置",
    "本程序：公式、颜色、打印都照生成时的行和列",
    "撤销插入、删除和移动，或用 xlbudget rebuild 照读到的录入重新生成一本",
    looks_at="各张表的公式和固定文字现在在哪一行、哪一列，别的表的公式现在引用它的哪一格",
    leaves="录入表里中间空着几行",
    finds="插入行：公开09 的第 9 行是后来插入的",
    severity="warning",
)
NAME = Inspection(
    "公式-名称",
    "公式用到的名称仍指向原来的单元格",
    "本程序：金额换算、半宽、校验判定等名称，各表的公式和颜色都用到",
    "在名称管理器里改回原来的引用位置，或把数据读回再生成",
    looks_at="名称管理器里本程序定义的名称各指向哪里",
    leaves="自己另外定义了名称",
    finds="名称“半宽”应指向 '录入-单位'!$B$22，现在指向 '录入-单位'!$B$21",
)
UNKNOWN = Inspection(
    "公式-结构",
    "“结构”表里有生成时的结构",
    "本程序：凭它复原生成时的各表，才能逐格比较公式",
    "撤销对“结构”表的修改，或把数据读回再生成",
    looks_at="隐藏表“结构”里存的内容读不读得出来",
    leaves="生成以后添了录入的行，结构仍是生成时的",
    finds="结构 表被清空或改动，读不出生成时的结构，只能照现有的录入数复原各表",
)
SETTING = Inspection(
    "公式-计算方式",
    "工作簿自动重算，并按全部小数计算",
    "本程序：录入一改，各表和校验就应跟着变",
    "在“公式”的“计算选项”里选自动，并取消“将精度设为所显示的精度”",
    looks_at="工作簿的计算选项",
    leaves="自动重算，模拟运算表除外",
    finds="工作簿设成了手动重算，录入改动以后各表不会跟着变",
    severity="warning",
)
