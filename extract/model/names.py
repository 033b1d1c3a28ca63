"""Names of the closed sets of the schema in Chinese and English, for pages, tables and prompts."""

from __future__ import annotations

from enum import StrEnum

from extract.language import Language, Text
from extract.model.record import Severity
from extract.model.report import (
    BudgetStage,
    Direction,
    FinanceItem,
    Grounding,
    Qualifier,
    ReportType,
    StaffCategory,
    StaffKind,
)

NAMES: dict[StrEnum, Text] = {
    ReportType.DEPARTMENT_OVERALL_REPORT: Text("部门整体支出绩效自评/评价报告", "department overall report"),
    ReportType.DEPARTMENT_OVERALL_FORM: Text("部门整体支出绩效自评表", "department overall form"),
    ReportType.PROJECT_REPORT: Text("项目支出绩效报告", "project report"),
    ReportType.OTHER: Text("其他", "other"),
    StaffKind.AUTHORIZED: Text("编制", "authorised"),
    StaffKind.ON_DUTY: Text("实有/在职", "on duty"),
    StaffKind.RETIRED: Text("退休", "retired"),
    StaffKind.RETIRED_CADRE: Text("离休", "retired cadre"),
    StaffCategory.TOTAL: Text("合计", "total"),
    StaffCategory.ADMINISTRATIVE: Text("行政", "administrative"),
    StaffCategory.PUBLIC_INSTITUTION: Text("事业", "public institution"),
    StaffCategory.WORKER: Text("工勤", "worker"),
    StaffCategory.CONTRACT: Text("编外", "contract"),
    FinanceItem.TOTAL_REVENUE: Text("收入合计", "total revenue"),
    FinanceItem.TOTAL_EXPENDITURE: Text("支出合计/部门预算", "total expenditure or budget"),
    FinanceItem.BASIC_EXPENDITURE: Text("基本支出", "basic expenditure"),
    FinanceItem.PERSONNEL_EXPENDITURE: Text("人员经费", "personnel expenditure"),
    FinanceItem.OPERATING_EXPENDITURE: Text("公用经费", "operating expenditure"),
    FinanceItem.PROJECT_EXPENDITURE: Text("项目支出", "project expenditure"),
    FinanceItem.FUNCTIONAL_REVENUE: Text("功能分类收入", "functional revenue"),
    FinanceItem.FUNCTIONAL_EXPENDITURE: Text("功能分类支出", "functional expenditure"),
    FinanceItem.FUND_SOURCE: Text("资金来源", "fund source"),
    FinanceItem.THREE_PUBLIC_EXPENDITURE: Text("“三公”经费", "three public expenditures"),
    FinanceItem.OFFICIAL_RECEPTION: Text("公务接待费", "official reception"),
    FinanceItem.OFFICIAL_VEHICLE: Text("公务用车费", "official vehicles"),
    FinanceItem.OVERSEAS_TRAVEL: Text("因公出国（境）费", "overseas travel"),
    FinanceItem.CARRYOVER: Text("结转结余", "carry-over"),
    FinanceItem.BUDGET_EXECUTION_RATE: Text("预算执行率", "budget execution rate"),
    FinanceItem.BUDGET_ADJUSTMENT_RATE: Text("预算调整率", "budget adjustment rate"),
    FinanceItem.OPERATING_CONTROL_RATE: Text("公用经费控制率", "operating control rate"),
    FinanceItem.THREE_PUBLIC_CONTROL_RATE: Text("“三公”经费控制率", "three public control rate"),
    FinanceItem.ASSET_UTILIZATION_RATE: Text("固定资产利用率", "asset utilisation rate"),
    FinanceItem.EXPENDITURE_SHARE: Text("支出占比", "share of expenditure"),
    FinanceItem.OTHER: Text("其他", "other"),
    BudgetStage.INITIAL_BUDGET: Text("年初预算", "initial budget"),
    BudgetStage.REVISED_BUDGET: Text("调整后/全年预算", "revised budget"),
    BudgetStage.BUDGET_ADJUSTMENT: Text("预算调整数", "budget adjustment"),
    BudgetStage.ACTUAL: Text("决算/执行数", "actual"),
    Direction.INCREASE: Text("增", "increase"),
    Direction.DECREASE: Text("减", "decrease"),
    Direction.FLAT: Text("持平", "flat"),
    Qualifier.ABOUT: Text("约", "about"),
    Qualifier.OVER: Text("余/以上", "over"),
    Qualifier.AT_MOST: Text("至多", "at most"),
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.INFO: Text("提示", "note"),
    Grounding.EXACT: Text("逐字", "exact"),
    Grounding.FOLDED: Text("忽略空白标点", "folded"),
    Grounding.FUZZY: Text("近似", "fuzzy"),
    Grounding.MISSING: Text("未找到", "missing"),
}
"""Every member of every closed set of the schema; topics and categories are named by the domain pack."""

LISTS = {
    "profile": Text("基本信息", "Profile"),
    "functions": Text("职能", "Functions"),
    "internal_units": Text("内设机构", "Internal units"),
    "staffing": Text("人员", "Staffing"),
    "finance": Text("资金数据", "Finance"),
    "metrics": Text("工作数据", "Metrics"),
    "goals": Text("绩效目标", "Goals"),
    "measures": Text("工作措施", "Measures"),
    "actions": Text("措施内容", "Actions"),
    "problems": Text("存在问题", "Problems"),
    "details": Text("问题展开", "Details"),
    "improvements": Text("改进措施", "Improvements"),
    "steps": Text("改进步骤", "Steps"),
    "rectification": Text("上年整改", "Rectification"),
    "findings": Text("勾稽发现", "Findings"),
}
"""Names of the lists of a record."""

PROFILE = {
    "department_name": Text("部门名称", "Department"),
    "fiscal_year": Text("评价年度", "Fiscal year"),
    "report_type": Text("报告类型", "Type of report"),
    "report_date": Text("填报日期", "Date of the report"),
    "preparer": Text("填报人", "Preparer"),
    "contact_phone": Text("联系电话", "Telephone"),
    "evaluating_body": Text("评价机构", "Evaluating body"),
    "subordinate_units": Text("下属单位数", "Subordinate units"),
    "self_score": Text("自评得分", "Self score"),
    "self_grade": Text("自评等级", "Self grade"),
}
"""Names of the scalars of the profile."""


def name_of(value: StrEnum | None, language: Language) -> str:
    """Return the name of a member of a closed set, nothing for None."""
    return NAMES[value].in_(language) if value is not None else ""
