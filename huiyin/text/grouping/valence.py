"""Reads from a complaint or a praise whether a short opinion would rather have more of its thing or less of it.

Many opinions name no wish: 一天那么多空车跑来跑去 and 赶不上七点那班就得等到中午 only tell what is wrong. That a thing is missed,
lost, waited for, lived by speaks for it; that it disturbs, is too much, is for nothing or wears out speaks against it. This
is a hint and no more: it keeps two opinions from being proposed as one item, it never says that they are opposite.
"""

import re
from collections.abc import Sequence

from huiyin.text.grouping.stance import Wish
from huiyin.text.grouping.wishes import AMOUNT, BEING, WANT

# A longer text says both what disturbs and what is missed; of it only wishes are read.
LONGEST = 60
# A mild wish; what cannot be had; what was there and is no more; what it is good for; what others have.
_FOR = (
    "就好了|该?多好(?!看)|知足|谢天谢地|要是.{0,6}(?:能|有|还)|要[能有](?!求)|哪怕|巴不得|盼|早点?(?:装|修|建|办|开)",
    "(?:能不能|可不可以|能否)(?!别|不|少|取消|停|撤|关)|让.{0,3}(?:再|多)添|还是(?:要|应|得)|不能[没少减停]|不能取消",
    "[再也多](?:[来加添增补开装设派留搞建修]|给).{0,2}[一几两点些个辆趟盏台组套]",
    "[赶轮排抢吃坐喝接等买住报插挤见找叫用上打停寄取借]不[上到着了起](?!眼)|抢光|够不着|缺|硬扛|饿",
    "没(?:有)?(?:个|得)(?![准完])|一个(?:都|也)没|从来?没(?:有)?(?:人)?(?:来|去|见)|没见过|没(?:有)?人(?:管|问|理|修|扫|收|接)",
    "连.{1,8}(?:都|也)(?:没|吃不|见不|看不|不|难)|[就才只](?:有)?[一两二三四几半](?!个人|回|三个|二个|点用)[辆趟个家盏台间套张班路]",
    "等(?:到|了|上)?(?:半天|大半天|一上午|半年|.{1,5}(?:小时|分钟|钟头|天|月|年))|一整天都|(?:天天|早就?|总是|老是|每天|爆|坐|停|住|挤|排)满(?!地|街|天|路)",
    "摸黑|黑灯瞎火|漆黑|害怕|发凉|再不管|(?:走|跑|爬|骑|坐).{0,4}(?:公?里|分钟|小时|钟头)|比走路|坐车比|跑(?:到|去)?(?:镇|县|城|外)|雇车|摔",
    "(?:没|停|撤|(?<![窗门户])关|砍|拆|锯|赶走|轰走|哑|解散|取消|收走|拖走|扔)了|以前.{0,14}(?:有|好|还)|自(?:从|打).{0,10}(?:停|撤|关|取消|没)",
    "[轰赶撵]走|还.{0,3}(?:活路|让不让)|一刀切|不让|难道|空落落|死了一样|于心|不能说",
    "全靠|就靠|靠着|指着|指望|离不开|爱好|营生|养家|糊口|不容易|活路|遮阴|管用|(?<![不没])方便(?!面)|便当|热闹|人气|(?<![不没])放心",
    "踏实|挺好|不贵|错不了|应该的|何乐而不为|省(?:了)?(?:心|力)|老实多了|一目了然|老祖宗|祖祖辈辈|传下来|几十年|愿意|喜欢|不吃亏",
    "少(?:了)?(?:病|吃药)|病也少|一棍子打死|比.{1,4}强|多份收入|零花钱|唯一|管着强|好得?多|强些|总强",
    "碍着?(?:谁|什么|啥)|没碍着|又不(?:伤|碍|妨|占)|不近人情|不讲理|太不|可不能|怎能|不伤|睁一只眼|犯(?:了)?(?:什么|哪)",
    "(?:隔壁|别的|人家|邻村|别处|外面|其他|别人).{0,10}(?:都有|有|早就|都是|老实|装了|通了)|我们这.{0,3}(?:没|咋|怎么|还是)|[咋怎](?:么)?(?:就)?(?:没|不)",
)
# What it does to people; that there is too much of it; that it is for nothing; what it costs; that it should go.
_AGAINST = (
    "吵|噪|嗡|震|炸耳|臭|呛|熏|恶心|[烟灰](?:味|雾|尘)?(?:大|全|满|飘|滚|直|进|，)|全是(?:烟|油|灰|水|泥)|羊肉味|油烟|苍蝇|蚊子|老鼠|蟑螂",
    "一抹一手|屎|(?<!不)刺眼|晃眼|睡不[着好]|没法睡|合眼|打瞌睡|[都全]醒|颠|堵|[占挡绊抽](?:了|着|道|在|住|路|死)|滑倒",
    "(?:再|会|早晚|要|非要).{0,3}出(?:了)?事|害|危险|感染|着过|着火|点着|淹死|追尾|撞|刮(?:了|倒)|丢了|被偷|打(?:了)?一?架|鱼龙混杂",
    "起茧|受不了|活不活|清静|清净|难看|碍眼|碍事|费劲|扎|喷|扑一脸|没处躲|咳|喘不|嗓子",
    "太[多密勤滥频杂]|(?:一.)接(?:着)?一.|一.又一.|(?:天天|整天|成天|一天到晚)(?:在)?(?:都)?(?:开|改|写|报|填|查|来|响|加|催|念|喊|吵|下来|迎|放|闹)",
    "没日没夜|从早.{0,3}到晚|连轴|[三四五六七八九十几]遍|来回(?:念|跑|填|折腾)|没完没了|层层|满(?:地|街|天|路)|到处都?是|样样|[一又]个(?:又)?一个",
    "一模一样|堆着|又是.{0,6}又是|又要.{0,8}又要|(?:十[一二三四五六七八九]|[二三四五六七八九]十)(?:几|多)?[个次回场批]|登了[三四五六七八九十]|泛滥|够(?:了|多)|足够|吃不消",
    "浪费|白(?:烧|花|费|跑|搭|忙|种|做|瞎)|空(?:跑|车|转|坐|着|荡|放|亮)|没(?:有)?(?:什么|几个|多少)?人(?:来|坐|用|看|吃|去|办|住|听|要)|没(?:有)?几个人",
    "(?:两三|三四|七八|[两几])个(?:人|老人)|就那么几个|倒掉|冤枉|烧钱|纯(?:属|粹)|摆样子|装样子|样子货|走过场|混时间|图(?:个|的)?(?:啥|什么)|何苦|何必",
    "有(?:什么|啥)(?:用|意[思义])|顶(?:什么|啥)|没(?:什么|啥)?用|用不着|犯不着|没(?:有)?必要|没意思|多此一举|(?:还|真|倒)?不如|不值|拍个照|穷讲究",
    "不就(?:完|行|好)了|凑(?:个|数)|何不|耽误|顾不上|[累瘦困](?!了(?:有|能)|点)|折腾|晕|熬|歪了|没合过|加班|写到|忙到|扣(?:钱|分|工资)|抢钱",
    "又得|还得|还要(?!饭)|掏(?:钱|手机)|花.{0,4}冤|掉(?:得)?一塌|误了?|绕(?:着|了)?(?:走|一?大?圈)|陪着?笑脸|寒心|信不过|急得|批评|挨批|通报|骂",
    "别再|不要再|撤(?:掉|走)|歇歇|算了|让.{0,6}(?:歇|休息)|还给|行不行|收上去|别进|谁给管|管一?管(?!不)|整治|治理|清理|查处|制止|规范",
    "拦一?拦(?!早)|上门来收|凭什么|什么东西|这叫|闲得|都什么(?:时候|年代)|不合理|没道理|不公平|不划算|不像话|罚款|排名|垫底|关小|调小|小声|[挡拦]不住|音量",
)
# 不要让群众白跑 is not said against anything that is there.
_SPARED = "(?<!不要)(?<!不要[让再叫使])(?<!别[让再叫使])(?<!免得)(?<!免[受遭])(?<!少[让叫])(?<!不要让群众)(?<!不要让我们)(?<!避免)(?<!防止)"
SPARING = re.compile("(?:不要|别|少)[让叫使]|免得|免受|避免|防止")
FOR, AGAINST = re.compile("|".join(_FOR)), re.compile(f"{_SPARED}(?:{'|'.join(_AGAINST)})")


def valence(line: str) -> int:
    """+1 where a simplified line speaks for having its thing, -1 where it speaks against it, 0 where that is not clear."""
    more, less = (len({match.group() for match in told.finditer(line)}) for told in (FOR, AGAINST))
    return (more > less) - (less > more)


def leaning(line: str, wishes: Sequence[Wish]) -> int:
    """Which way a short line leans by what it wishes, else by what it tells; 0 for a longer one."""
    if len(line) > LONGEST:
        return 0
    ways = {sort: {one.direction for one in wishes if one.sort in sort} for sort in ((AMOUNT, BEING), (WANT,))}
    acts, asks = (way.pop() if len(way) == 1 else 0 for way in ways.values())
    return acts or valence(line) or (0 if SPARING.search(line) else asks)
