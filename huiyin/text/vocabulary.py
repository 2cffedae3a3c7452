"""Words that tell a count from a slogan, and a deed from a plan: closed lists of the grammar, not of any one text."""


def words(text: str) -> tuple[str, ...]:
    """A list of words, written apart by spaces and line ends."""
    return tuple(text.split())


# Nouns that number the parts of a speech or a plan, not things that were counted (三个方面, 四个环节).
STRUCTURAL_NOUNS = words(
    """
    方面 层次 层面 环节 阶段 维度 步骤 角度 大局 基本点 问题导向 大类 之家 主线 防线 底线 红线
    """
)

# What small Chinese numerals beat time with (三个注重, 四个坚持, 五个不准).
SLOGAN_WORDS = words(
    """
    注重 坚持 围绕 确保 做到 必须 明确 带头 到位 结合 加强 提升 强化 转变 不动摇 自信 维护 确立 全面 文明 代表重要
    代表思想 务必 一律 必谈 对准 对照 查摆 换位 回头看 一流 百年 一 不 之 有 进一步 专项整治 专项行动 专题活动 对待
    倡导 昼夜 世界 字 样 更加 务必 离不开 意识 服从
    """
)

# Words that close a slogan but may also describe a countable thing (两个重点。 but 两个重点项目).
SLOGAN_ENDS = words(
    """
    重点 关键 特点 特色 要点 突出 突破 统一 落实 转型 安全 责任 主题 战略 理念 主体 好 再 更 新 联系 服务 关系 满意
    中心 平台 抓手 板块 注意
    """
)

# What can be counted with 个 even when the number is a small Chinese numeral: bodies, places and made things.
COUNTABLE = words(
    """
    行政村 自然村 村民小组 乡镇 街道 社区 单位 部门 支部 党委 党总支 党小组 总支 企业 公司 工厂 小组 中心 基地 车间
    班组 窗口 岗位 项目 文件 方案 机制 制度 机构 协会 学会 学校 学院 医院 片区 网格 园区 校区 教学班 家庭 大棚
    合作社 车站 工作日 课题 案例 案件 团伙 奖项 展区 专栏 版块 栏目 党组 工会 科室 处室 镇街 场所 广场 公园 水库
    泵站 电站 工地 账户 联系点 试点 示范点 监测点 服务点 网点 站点 点位 村庄 港口 码头 品种 工作站 服务站 奖牌 子站
    国家 省份 城市 标段 附件 法律 决议 县区 县城 街区 院落 楼栋 食堂 车位 床位 座位 摊位 帐号 账号 系统 软件 数据库 群众反映
    """
)

# The same of one character, with what would make another word of it (两个办法, 三个局面).
COUNTABLE_SHORT = {
    "县": "", "市": "场民面", "省": "心力时钱事", "区": "别分间", "镇": "", "乡": "愁", "村": "", "站": "位稳在好", "室": "", "馆": "",
    "所": "有在以谓需", "厂": "", "园": "地", "院": "", "班": "子", "家": "园国", "户": "", "展": "现示开望", "组": "工织成长建合", "队": "伍",
    "团": "结", "科": "学技目", "处": "理置于", "局": "面势部限", "委": "", "办": "法理好事公", "厅": "", "库": "", "矿": "", "奖": "励惩", "校": "",
}  # fmt: skip

# Verbs that make or finish things: after them a small Chinese numeral does count (制定了三项制度).
MAKING = words(
    """
    新建立 新建成 制定 出台 建立 修订 完善 推出 废止 保留 新增 健全 举办 召开 开展 完成 获得 荣获 组织 承办 办理 办结 解决 成立
    组建 新建 建成 兴建 修建 建设 设立 派出 查处 处理 处分 表彰 评选 推荐 引进 签订 争取 申报 立项 发展 培养 培训
    选派 走访 慰问 帮扶 救助 资助 编印 印发 编发 刊发 发表 撰写 提出 征求 征集 收集 汇总 梳理 归纳 整改 下设 设有 辖
    现有 共有 建有 配有 拥有 配备 购置 添置 安装 举行 进行 受理 立案 检查 督查 抽查 考察 调研 参观 邀请 聘请 选拔
    提拔 调整 命名 授予 捐赠 捐献 投入 增加 减少 取消 精简 合并 撤销 压缩 作 讲 上 办 建 设 开 派 请 获 有 分
    """
)

# Events that "一场…" or "一次…" may count after a verb of holding.
EVENTS = words(
    """
    报告 讲座 宣讲 座谈会 培训班 培训 演出 晚会 比赛 竞赛 会议 大会 推进会 现场会 动员会 恳谈会 联谊会 招聘会 展览
    论坛 演练 民主生活会 组织生活会 研讨会 运动会 党课 演讲 检查 督查 辅导 义诊 听证会 发布会 考试 测试 知识竞赛
    """
)

# Adverbs and verbs between a counted thing and its number: 学习笔记达2万多字, 基层党组织共168个.
BETWEEN = words(
    """
    达到了 达到 高达 多达 已达 均达 达 共计 总计 合计 累计 共有 共 计 约为 约 近 将近 接近 大约 超过了 超过 超 突破
    不少于 不低于 不超过 不得少于 不得超过 不得低于 不多于 不高于 至少 最多 最少 均在 都在 平均 人均 均 各 仅 就 为 一项
    是 有 在 已 了 都 增加到 增加至 提高到 提高至 上升到 上升至 增至 升至 降至 降到 下降到 下降至 减至 减少到 减少至
    缩短至 缩短到 压缩到 压缩至 增长到 扩大到 控制在 稳定在 保持在 精简至 占比 占 逾 满 足 增加 增长 提高 上升 下降
    减少 降低 净增 同比 分别 先后 每人 每年 也 还 又 再 只 实际 全部 其中 从 由 到 至 向 给 的 等
    """
)

# Where a noun phrase behind a number ends: the next verb or particle.
STOPS = words(
    """
    进行 参加 参与 参训 列为 纳入 分别 全部 均已 均为 均有 均在 已经 被评 被授 得到 享受 开展了 召开了 组织了 走上 达到 占全
    为主 作了 做了 予以 给予 获得 荣获 脱颖 竞争 竞聘 畅谈 深入 集中走访 进驻 走访了 星罗 鳞次 对照 认真 紧密 结合
    顺利 完成 投入使用 正在 实现 享有 办理 到岗 围绕 按照 通过 受到 成为 提出 得以 下沉 现场 先后 共同 报名 进入
    以及 相继 一一 当年 指定 出台 参学 当选 列席 出席 到会 到场 荣立 无一 没有 不再 不得 必须 应当 可以 能够
    将于 拟于 累计 实施 处于 因此 中第 保持 列席 涉及 感受 表示 属于 分派 带头 积极 逐一 逐步 逐户 逐个 送去 赠送 发放 提供 追回 重新 户均 人均 去得
    需长期 需要 尚未 减为 增为 降为 升为 变为 减至 增至 降至 升至 正按 基础上 任副 任组 上示范课 签订 自愿 轮流
    """
)

# Words that make a clause a requirement.
RULE = words(
    """
     每年至少 每月至少 每季度 每学期 每两个月 不超过 不得超过 不少于 不得少于 不低于 不得低于 不多于 原则上
    必须 应当 应不 应达 应在 均须 须在 须达 须经 严禁 不准 不得 至少 一般不 要撰写 要联系 要做到 每月 每周 每半年
    每年 每季 每名 每个 每位
    """
)

# Words that make a clause an intention.
PLAN = words(
    """
    力争 预计 争取实现 争取达到 争取在 争取年 打算 今后 未来 下一步 明年 目标是 将新 将建 将投 将于 将在 将开 将组
    将实 将完 将达 将继 将为 将对 确保完成 确保实现 奋斗目标 预期目标 主要目标 要新 要完成 要实现 要达到 要建 要组织
    要举办 要抓 谋划 筹备 预期 有望 尚有 还将
    """
)

# What is going to be done when 将 stands right before it; before a noun 将 only says what is dealt with.
COMING = words(
    """
    举办 召开 组织 开展 建成 建设 建立 成立 组建 培训 投入 完成 实现 达到 推进 实施 启动 选派 发展 打造 培育 新增 新建 改造 争取
    安排 落实 引进 修建 整治 举行 推出 创建 增加 提高 提升 设立
    """
)

# Headings after which everything is intended.
PLAN_HEADINGS = words(
    """
    工作打算 工作计划 工作安排 工作思路 工作目标 工作任务 工作重点 下一步 下步 今后 明年 努力方向 发展目标 主要目标
    预期目标 工作要点 总体要求 年打算 年计划 年安排 年思路
    """
)

# Words of standing numbers: what there is, before anything was done.
BACKGROUND = words(
    """
    现有 现设 下设 下辖 所辖 共辖 辖区内有 辖区有 位于 总人口 编制 核定 内设 基本情况 占地 总面积 国土面积 耕地面积 隶属 成立于
    始建于 建立于 原有 原来 过去的 在职职工 在编 我校有 我镇有 我村有 全村有 全镇有 全县有 我县有 我市有 管理的 常住
    户籍 设有 下属 由过去 在册 总投资
    """
)

# Verbs that say how a number came about and are no part of what is counted, wherever they stand.
DOING = words(
    """
    发放 清退 追缴 约谈 追回 提供 拒收 上交 下达 拨付 惠及 发现 购买 取得 补缴 铺设 拆除 清运 形成 提交 列席 列出 领办 编报
    送去 赠送 实现 力争 确保 覆盖 兑现 加装 移交 移送 捐赠 代办 出栏 筹措 筹集 拖欠 给予 授权 开通 打造 创建 上报
    """
)

# The same where they open the clause; elsewhere they may be a part of the name (老旧小区改造, 隐患排查).
OPENING = words(
    """
    接待 改造 种植 安排 排查 化解 硬化 接收 研究 转化 清理 处置 调处 落实 同意 计划(?!生育|内|外) 拟 查摆 检视 投放 补助 补贴 使用 用于
    """
)
