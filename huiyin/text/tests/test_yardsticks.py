"""考核红线: what may not be scored is refused in many wordings with its clause, and honest questions pass."""

import pytest

from huiyin.text.yardsticks import YARDSTICKS, banned, objections

REFUSED = {
    "点赞": ("点赞量", "朋友圈点赞情况", "公众号文章转发数", "转 发 量", "网络投票数", "推文阅读量", "短视频播放量", "关注人数多少粉丝数"),
    "时长": ("人均学习时长", "在线时间", "平台登录次数", "党员活跃度", "每日上线率", "学时排名"),
    "打卡": ("每日打卡", "学习打卡天数", "签到率", "下村签到次数", "落实打卡制度", "定位打点情况"),
    "积分": ("积分排名", "党员积分", "积分管理制度落实情况", "学习排行榜", "在全市排名情况"),
    "安装": ("App安装率", "ＡＰＰ下载量", "小程序注册情况", "客户端使用率", "公众号关注率", "装机量"),
    "照片": ("上传照片", "活动照片张数", "拍照留痕", "工作留痕情况", "过程留痕", "痕迹资料", "佐证图片数量"),
    "笔记": ("学习笔记", "读书笔记字数", "心得体会篇数", "撰写笔记3万字", "手写笔记两万字", "材料字数"),
    "批示": ("获得领导批示", "领导批示", "市主要领导批示次数", "得到上级主要领导批示肯定", "批示情况", "肯定性批示件数"),
    "刊发": ("媒体刊发篇数", "信息采用条数", "在省级刊物发表文章数", "信息报送数量", "简报采用得分", "经验做法转发", "宣传报道数量", "上稿率"),
    "开会": ("召开会议次数", "会议场次", "发文数量", "是否开会", "是否制发文件", "印发文件份数"),
}  # fmt: skip
ALLOWED = (
    "选人用人公信度", "干部选拔任用工作", "防止和纠正用人上不正之风工作", "组织工作总体情况", "组工干部形象", "基层党组织建设",
    "党员教育管理", "张三", "李会", "文件精简情况", "精简会议文件", "会议数量压减情况", "整治打卡签到问题", "减少发文数量", "作风建设",
    "群众反映问题的解决", "笔记本电脑配备", "积分落户办理", "落实领导批示", "上级批示件办理", "信息公开", "窗口服务态度", "学习教育的效果",
    "会议质量", "是否公道正派", "取消App排名通报", "服务群众的照明设施", "历史痕迹保护", "媒体沟通", "不以点赞量论优劣", "文件好懂不好懂",
    "个人信息保护", "整改落实", "办事时间长短", "宣传教育工作", "新闻发言人", "率先垂范", "照片墙", "公文质量", "合理化建议采用率", "意见采用率",
    "拍板决策", "会风",
    "调研报告的质量", "关注民生", "信访件办理", "数据准确率", "网站好不好用", "平台是否方便", "安装路灯",
)  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in REFUSED.items() for text in texts])
def test_a_banned_yardstick_is_found_in_any_wording(kind: str, text: str) -> None:
    found = banned(text)
    assert found is not None, text
    assert found.yardstick.clause in found.sentence
    assert text in found.sentence


@pytest.mark.parametrize("text", ALLOWED)
def test_an_honest_question_passes(text: str) -> None:
    found = banned(text)
    assert found is None, found and found.sentence


def test_every_yardstick_has_a_clause_and_is_tried() -> None:
    tried = {found.yardstick.name for texts in REFUSED.values() for found in objections(texts)}
    assert tried == {one.name for one in YARDSTICKS}
    assert all("《" in one.clause for one in YARDSTICKS)
