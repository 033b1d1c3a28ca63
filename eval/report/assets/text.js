// The page's data and its words in Chinese and English.
const DATA = JSON.parse(document.getElementById("data").textContent);
const SCORE = DATA.score;

const WORDS = {
  title: ["gouji 勾稽：评测报告", "gouji: evaluation report"],
  theme: ["深色 / 浅色", "Dark / light"],
  other: ["English", "中文"],
  documents: ["报告", "Documents"], reader: ["读法", "Reader"], model: ["模型", "Model"], prompts: ["提示词", "Prompts"],
  schema: ["标注规范", "Guidelines"], calibration: ["置信度", "Confidence"], version: ["版本", "Version"], runs: ["运行", "Runs"],
  gold: ["金标（SHA-256）", "Gold (SHA-256)"], cost: ["用量", "Usage"], texts: ["原文（SHA-256）", "Texts (SHA-256)"],
  calls: ["{0} 次调用，输入 {1}、输出 {2} 个词元", "{0} calls, {1} tokens in, {2} out"], no_calls: ["没有调用模型", "no model was called"],
  fitted: ["{0} 份中 {1} 份属开发集：规则与提示词写成时见过这些标注，分数是 fitted。", "{1} of {0} documents are of the development split: rules and prompts were written with these labels in sight, the score is fitted."],
  few: ["只有 {0} 份报告：区间只反映这几份之间的差异，分数只作参考。", "Only {0} documents: intervals show no more than how these differ; take the score as a hint."],
  missing: ["没有记录、全部计为漏：{0}", "No record, all omitted: {0}"], carried: ["读自另一份文本、区间已对齐：{0}", "Read from another text, spans carried over: {0}"],
  ceiling_note: ["标注一致程度（分数的上限）：{0}", "Annotator agreement (the ceiling of scores): {0}"],
  accuracy: ["字段准确率", "Field accuracy"], leaf_f1: ["字段 F1", "Leaf F1"], item_f1: ["条目 F1", "Item F1"],
  precision: ["准（P）", "Precision"], recall: ["全（R）", "Recall"], edits: ["每份需改", "Edits a document"], exact: ["全对的报告", "Exact documents"],
  ceiling: ["标注一致 {0}", "annotators agree {0}"], no_ceiling: ["标注一致程度未知", "annotator agreement unknown"], interval: ["95% 区间 {0}–{1}", "95% interval {0}–{1}"], no_interval: ["没有区间", "no interval"],
  macro: ["各字段平均 {0}", "mean of fields {0}"],
  critical: ["关键字段全对 {0}", "critical fields exact {0}"],
  fields: ["字段", "Fields"], fields_note: ["点列名排序，点一行在下面看该字段的每一例。对＋异＋漏＋多是全部应评的叶；两边皆空的不计。", "Click a column to sort, a row to see each case of that field below. Correct + substituted + omitted + spurious are all leaves that count; null on both sides does not."],
  field: ["字段", "Field"], states: ["对 / 异 / 漏 / 多", "C / S / O / H"], acc: ["准确率", "Accuracy"], count: ["计", "Leaves"],
  C: ["C 对", "C correct"], S: ["S 异（两边都有而不同）", "S substituted"], O: ["O 漏（金标有、预测无）", "O omitted"], H: ["H 多（金标无、预测有）", "H spurious"],
  lists: ["条目", "Items"], lists_note: ["文字以区间重合过半为对；数以折成基本单位后相等且位置重叠为对。拆、并：一段金标被拆成几段、几段金标被并成一段。", "Texts match where spans share half of their characters, figures at equal value in the base unit with overlapping spans. Splits, merges: one gold passage in several predictions, several in one."],
  list: ["列表", "List"], hits: ["对 / 金标 / 预测", "Hit / gold / pred."], limit: ["标注一致", "Ceiling"], splits: ["拆", "Splits"], merges: ["并", "Merges"], inside: ["配对内的属性", "Attributes inside pairs"],
  links: ["关联", "Links"], whole: ["端到端 F1", "F1 end to end"], given: ["两端皆对时 F1", "F1 given ends"],
  numbers: ["数字", "Numbers"], numbers_note: ["{0} 对数字中 {1} 对相等（容许舍入则 {2} 对）；下面是不等的原因。", "{1} of {0} pairs of numbers are equal ({2} allowing for rounding); why the others differ:"], numbers_right: ["{0} 对数字全部相等。", "All {0} pairs of numbers are equal."],
  rounding: ["舍入", "rounding"], unit: ["单位（差 10 的整数次幂）", "unit (power of ten)"], sign: ["正负号", "sign"], wrong_slot: ["取了别处的数", "another figure's place"], digit: ["个别数字错", "digits"], other_number: ["其他", "other"],
  close: ["文字的贴合", "Closeness of texts"], soft: ["字词相近", "Soft"], iou: ["平均重合", "Mean IoU"], half: ["过半", "≥ 0.5"], exactly: ["一字不差", "Exact"],
  findings: ["勾稽发现", "Findings"], rule: ["规则", "Rule"], alarms: ["不该报而报：{0}", "Fired where it must not: {0}"], no_findings: ["这些记录没有做勾稽核对，或金标没有写应有的发现。", "These records were not checked, or the gold names no findings."],
  support: ["依据", "Support"], support_note: ["不需要金标：记录里的 {0} 个值能否在原文中找到。", "Needs no gold: whether the {0} values of the records stand in their texts."],
  unsupported: ["原文没有", "nowhere in the text"], misgrounded: ["引错位置", "not where cited"], altered: ["与原文字不符", "not verbatim"],
  reliability: ["置信度可信吗", "Can confidence be trusted"], reliability_note: ["每点是同等数量的字段：横轴是平均置信度，纵轴是其中对的比例；在对角线上就是说到做到。", "Each point is an equal share of leaves: mean confidence across, share right upwards; on the diagonal confidence means what it says."],
  uncalibrated: ["权重未校准：数字只表示先后，不是概率。", "The weights are uncalibrated: the figures order leaves and are no probabilities."],
  no_confidence: ["这些记录没有置信度。", "These records carry no confidence."],
  confidence_axis: ["平均置信度", "mean confidence"], right_axis: ["对的比例", "share right"],
  review: ["复核多少，剩多少错", "What review would leave"], review_note: ["拖动门槛：低于门槛的字段交人复核（必核的总在其中），其余照收。从右往左读，就是广义风险–覆盖曲线。", "Move the threshold: leaves below it go to a person (those always reviewed among them), the others are taken. Read from the right it is the generalised risk–coverage curve."],
  reviewed_axis: ["交人复核的比例", "share reviewed"], left_axis: ["留下的错", "errors left"],
  at: ["门槛 {0}：复核 {1} 的字段，还剩 {2} 处错（共 {3} 处）；另有 {4} 处属整条遗漏，复核记录看不到。", "Threshold {0}: {1} of the leaves reviewed, {2} of {3} errors left; {4} more belong to items missed altogether, which review of the record does not reach."],
  ours: ["按置信度", "by confidence"], random: ["随机抽查", "at random"], oracle: ["先知", "oracle"], out_of_reach: ["复核够不到", "out of reach"],
  cases: ["逐例", "Cases"], mode_all: ["全部", "All"], mode_fail: ["错的", "Failures"], mode_diff: ["有差异的", "Different"],
  every_field: ["所有字段", "Every field"], every_document: ["所有报告", "Every document"], shown: ["{0} 例", "{0} cases"], none: ["没有这样的例子。", "No such case."],
  pick: ["在左边选一例。", "Choose a case on the left."], gold_side: ["金标", "Gold"], predicted_side: ["预测", "Prediction"], nothing: ["（空）", "(nothing)"],
  source: ["原文", "Source"], no_text: ["金标旁没有原文。", "There is no text beside the gold."], confidence: ["置信度 {0}", "confidence {0}"], reasons: ["复核原因", "Reasons to look"],
  right: ["对。", "Right."], moved: ["对（重合过半），但起止不完全相同。", "Right (spans share more than half), not to the character."], item_missed: ["整条没有抽出。", "The whole item was missed."], left_out: ["条目在，这一项没有填。", "The item is there, this leaf is not."],
  item_spurious: ["金标没有这一条。", "Gold has no such item."], invented: ["条目对，但金标这一项是空的。", "The item is right, but gold has nothing here."], differs: ["两边都有，但不同。", "Both state it, differently."],
  overlap: ["位置重合只有 {0}（过半才算对）。", "Spans share only {0} (half is needed)."], number_wrong: ["数字错：{0}。", "Wrong number: {0}."],
  old_browser: ["浏览器太旧，无法展开原文与逐例；请用 2020 年以后的 Edge、Chrome，或 2023 年以后的 Firefox、Safari。", "This browser is too old to open texts and cases; use Edge or Chrome of 2020, Firefox or Safari of 2023, or later."],
  by_field: ["各字段的置信度与实际", "Confidence and truth by field"], by_field_note: ["差为负：说得比做得好，应当多看。", "A negative difference means more confidence than deserved: look there."],
  mean_confidence: ["平均置信度", "Mean confidence"], share_right: ["对的比例", "Share right"], gap: ["差", "Difference"],
};

function say(key, ...values) {
  const words = WORDS[key] || [key, key];
  return words[state.lang === "en" ? 1 : 0].replace(/\{(\d)\}/g, (_, at) => String(values[Number(at)]));
}

function named(pair, key) {
  return pair ? pair[state.lang === "en" ? 1 : 0] : key;
}
