/// The tables of the reference ERP in an order in which they can be loaded: a table comes after those
/// it refers to. A test compares this list with the shipped DDL.
enum ReferenceTables {
  /// One line per table: its name, a colon, and each column with its wire type.
  static let lines = """
    core.company: company_id int4, code text, name text, base_currency text, country text, \
    tax_id text, time_zone text, fiscal_year_first_month int4
    core.ownership: parent_company_id int4, child_company_id int4, share_percent numeric, \
    method text, valid_from date, valid_until date, acquired_on date
    core.fiscal_period: company_id int4, fiscal_year int4, period_number int4, name text, \
    first_day date, next_first_day date, status text, closed_on date
    core.department: department_id int4, company_id int4, code text, name text, parent_id int4
    core.business_unit: business_unit_id int4, company_id int4, code text, name text, parent_id \
    int4, is_segment bool, is_active bool
    core.project: project_id int4, company_id int4, code text, name text, partner_id int4, \
    department_id int4, starts_on date, ends_on date, budget_amount numeric, currency text, \
    is_active bool
    core.currency_rate: from_currency text, to_currency text, rate_date date, kind text, rate \
    numeric, per_units int4
    core.unit: unit_code text, name text, base_unit text, factor numeric, decimals int4
    core.payment_terms: payment_terms_id int4, name text, due_days int4, discount_days int4, \
    discount_percent numeric, instalments jsonb
    core.payment_method: payment_method text, name text, kind text, clearing_account_code text, \
    settlement_days int4, fee_percent numeric, fee_account_code text
    core.tax_code: tax_code text, name text, kind text, rate_percent numeric, \
    recoverable_percent numeric, country text, valid_from date, valid_until date, is_included \
    bool, account_code text, return_box text
    core.partner: partner_id int4, company_id int4, kind text, number text, name text, \
    partner_group text, country text, currency text, payment_terms_id int4, credit_limit \
    numeric, tax_id text, is_active bool
    core.intercompany_partner: company_id int4, partner_id int4, other_company_id int4, \
    account_code text
    core.location: location_id int4, company_id int4, code text, name text, kind text, \
    parent_id int4
    core.item: item_id int4, company_id int4, number text, name text, kind text, category text, \
    unit_code text, costing_method text, is_made bool, list_price numeric, tax_code text, \
    is_active bool
    core.item_cost: item_id int4, kind text, valid_from date, unit_cost numeric, currency text
    core.supplier_item: item_id int4, partner_id int4, supplier_number text, unit_price \
    numeric, currency text, lead_time_days int4, minimum_quantity numeric, maximum_quantity \
    numeric, multiple_quantity numeric, last_unit_price numeric, last_received_on date, \
    is_preferred bool
    core.reorder_policy: reorder_policy_id int4, item_id int4, location_id int4, policy text, \
    reorder_point numeric, reorder_quantity numeric, safety_stock numeric, minimum_quantity \
    numeric, maximum_quantity numeric, multiple_quantity numeric, lead_time_days int4
    core.lot: lot_id int4, item_id int4, number text, supplier_number text, made_on date, \
    expires_on date, is_serial bool, is_blocked bool
    finance.account: company_id int4, account_code text, name text, account_type text, \
    parent_code text, control text, is_monetary bool
    finance.cash_account: cash_account_id int4, company_id int4, name text, kind text, currency \
    text, account_code text
    finance.opening_balance: company_id int4, account_code text, currency text, amount numeric, \
    base_amount numeric, department_id int4
    finance.opening_item: opening_item_id int4, company_id int4, side text, partner_id int4, \
    document_number text, document_date date, due_date date, currency text, amount numeric, \
    base_amount numeric
    finance.payment: payment_id int4, company_id int4, number text, direction text, partner_id \
    int4, partner_role text, payment_method text, cash_account_id int4, document_date date, \
    posting_date date, currency text, exchange_rate numeric, amount numeric, fee_amount \
    numeric, is_advance bool, reversed_payment_id int4, created_at timestamptz
    finance.application: application_id int4, company_id int4, applied_on date, kind text, \
    from_stream text, from_id int4, to_stream text, to_id int4, amount numeric, created_at \
    timestamptz
    finance.cash_transaction: cash_transaction_id int4, company_id int4, cash_account_id int4, \
    transaction_date date, number text, kind text, description text, exchange_rate numeric, \
    amount numeric, other_cash_account_id int4, other_amount numeric, fee_amount numeric, \
    counter_account text, partner_id int4, loan_id int4, reversed_cash_transaction_id int4, \
    created_at timestamptz
    finance.bank_statement_line: bank_statement_line_id int4, cash_account_id int4, \
    statement_number text, booked_on date, value_date date, amount numeric, balance_after \
    numeric, reference text, counterparty text, description text, payment_id int4, \
    cash_transaction_id int4, created_at timestamptz
    finance.tax_line: tax_line_id int4, company_id int4, document_stream text, document_id \
    int4, document_line_id int4, tax_code text, kind text, posting_date date, tax_point date, \
    base_amount numeric, tax_amount numeric, recoverable_amount numeric, currency text, \
    tax_return_id int4, created_at timestamptz
    finance.tax_return: tax_return_id int4, company_id int4, kind text, first_day date, \
    next_first_day date, status text, filed_on date, due_on date, currency text, output_amount \
    numeric, input_amount numeric, payable_amount numeric, created_at timestamptz
    finance.loan: loan_id int4, company_id int4, partner_id int4, number text, side text, \
    drawn_on date, matures_on date, currency text, principal numeric, rate_percent numeric, \
    interest_basis text, repayment text, payments_per_year int4, instalment_amount numeric, \
    account_code text
    finance.journal: journal_id int4, company_id int4, number text, journal text, kind text, \
    is_manual bool, document_date date, posting_date date, currency text, exchange_rate \
    numeric, description text, prepared_by text, approved_by text, reversed_journal_id int4, \
    status text, created_at timestamptz
    finance.journal_line: journal_id int4, line_number int4, account_code text, debit numeric, \
    credit numeric, description text, partner_id int4, department_id int4, project_id int4
    finance.budget: company_id int4, scenario text, account_code text, period_start date, \
    department_id int4, amount numeric
    finance.schedule: schedule_id int4, company_id int4, kind text, number text, first_day \
    date, last_day date, method text, currency text, amount numeric, stated_amounts jsonb, \
    balance_account_code text, result_account_code text, document_stream text, document_id \
    int4, document_line_id int4, ended_on date, department_id int4, project_id int4
    finance.fixed_asset: fixed_asset_id int4, company_id int4, number text, name text, category \
    text, acquired_on date, in_service_on date, currency text, cost numeric, residual_value \
    numeric, method text, life_months int4, rate_percent numeric, total_units numeric, \
    opening_depreciation numeric, location_id int4, department_id int4, bill_id int4, \
    disposed_on date
    finance.asset_event: asset_event_id int4, fixed_asset_id int4, kind text, event_date date, \
    amount numeric, proceeds numeric, units numeric, to_location_id int4, to_department_id \
    int4, document_stream text, document_id int4, created_at timestamptz
    inventory.stock_movement: stock_movement_id int8, company_id int4, movement_date date, \
    sequence int4, kind text, reason text, item_id int4, location_id int4, to_location_id int4, \
    lot_id int4, owner text, quantity numeric, is_free bool, value numeric, currency text, \
    exchange_rate numeric, group_cost numeric, document_stream text, document_id int4, \
    document_line_id int4, linked_movement_id int8, work_order_id int4, created_at timestamptz
    inventory.stock_balance: item_id int4, location_id int4, counted_on date, quantity numeric, \
    reserved numeric
    inventory.stock_count: stock_count_id int4, company_id int4, number text, counted_on date, \
    item_id int4, location_id int4, counted_quantity numeric, book_quantity numeric, reason \
    text, counted_by text, approved_by text, stock_movement_id int8, created_at timestamptz
    inventory.reservation: reservation_id int4, item_id int4, location_id int4, quantity \
    numeric, needed_on date, sales_order_id int4
    inventory.landed_cost: landed_cost_id int4, company_id int4, receipt_id int4, \
    receipt_line_id int4, bill_id int4, bill_line_id int4, kind text, posting_date date, \
    currency text, exchange_rate numeric, amount numeric, allocate_by text, \
    reversed_landed_cost_id int4, created_at timestamptz
    inventory.write_down: write_down_id int4, company_id int4, number text, item_id int4, \
    assessed_on date, net_realisable_value numeric, amount numeric, currency text, reason text, \
    created_at timestamptz
    inventory.opening_layer: opening_layer_id int4, item_id int4, location_id int4, received_on \
    date, quantity numeric, value numeric
    inventory.imported_cost_layer: layer_id int4, item_id int4, location_id int4, lot_id int4, \
    received_on date, quantity numeric, remaining_quantity numeric, unit_cost numeric
    sales.quote: quote_id int4, company_id int4, number text, document_date date, posting_date \
    date, partner_id int4, currency text, exchange_rate numeric, status text, valid_until date, \
    superseded_by int4, total numeric, created_at timestamptz
    sales.quote_line: quote_line_id int4, quote_id int4, line_number int4, line_kind text, \
    item_id int4, description text, quantity numeric, net_amount numeric, tax_code text
    sales.sales_order: sales_order_id int4, company_id int4, number text, document_date date, \
    posting_date date, partner_id int4, currency text, exchange_rate numeric, quote_id int4, \
    status text, promised_on date, total numeric, created_at timestamptz
    sales.sales_order_line: sales_order_line_id int4, sales_order_id int4, line_number int4, \
    line_kind text, item_id int4, location_id int4, quantity numeric, delivered_quantity \
    numeric, net_amount numeric
    sales.delivery: delivery_id int4, company_id int4, number text, document_date date, \
    posting_date date, partner_id int4, currency text, exchange_rate numeric, sales_order_id \
    int4, created_at timestamptz
    sales.delivery_line: delivery_line_id int4, delivery_id int4, line_number int4, \
    sales_order_line_id int4, item_id int4, quantity numeric, net_amount numeric
    sales.invoice: invoice_id int4, company_id int4, number text, document_date date, \
    posting_date date, partner_id int4, currency text, exchange_rate numeric, sales_order_id \
    int4, due_date date, payment_terms_id int4, settlement text, cash_account_id int4, total \
    numeric, tax_total numeric, reversed_invoice_id int4, created_at timestamptz
    sales.invoice_line: invoice_line_id int4, invoice_id int4, line_number int4, line_kind \
    text, item_id int4, sales_order_line_id int4, description text, quantity numeric, \
    net_amount numeric, tax_code text, tax_amount numeric, account_code text, department_id \
    int4, project_id int4
    sales.credit_note: credit_note_id int4, company_id int4, number text, document_date date, \
    posting_date date, partner_id int4, currency text, exchange_rate numeric, invoice_id int4, \
    settlement text, cash_account_id int4, total numeric, tax_total numeric, created_at \
    timestamptz
    sales.credit_note_line: credit_note_line_id int4, credit_note_id int4, line_number int4, \
    line_kind text, item_id int4, invoice_line_id int4, description text, quantity numeric, \
    net_amount numeric, tax_code text, tax_amount numeric, account_code text, department_id \
    int4, project_id int4
    sales.customer_return: customer_return_id int4, company_id int4, number text, document_date \
    date, posting_date date, partner_id int4, delivery_id int4, invoice_id int4, credit_note_id \
    int4, status text, reason text, created_at timestamptz
    sales.customer_return_line: customer_return_line_id int4, customer_return_id int4, \
    line_number int4, delivery_line_id int4, invoice_line_id int4, item_id int4, lot_id int4, \
    quantity numeric, condition text, net_amount numeric, currency text
    procurement.requisition: requisition_id int4, company_id int4, number text, document_date \
    date, posting_date date, currency text, status text, requested_by text, approved_by text, \
    department_id int4, needed_on date, created_at timestamptz
    procurement.requisition_line: requisition_line_id int4, requisition_id int4, line_number \
    int4, item_id int4, description text, location_id int4, quantity numeric, ordered_quantity \
    numeric, unit_price numeric, partner_id int4, purchase_order_line_id int4, project_id int4
    procurement.purchase_order: purchase_order_id int4, company_id int4, number text, \
    document_date date, posting_date date, partner_id int4, currency text, exchange_rate \
    numeric, requisition_id int4, status text, expected_on date, total numeric, created_at \
    timestamptz
    procurement.purchase_order_line: purchase_order_line_id int4, purchase_order_id int4, \
    line_number int4, line_kind text, item_id int4, location_id int4, quantity numeric, \
    received_quantity numeric, rejected_quantity numeric, unit_price numeric, net_amount \
    numeric, expected_on date
    procurement.acknowledgement: acknowledgement_id int4, purchase_order_id int4, \
    purchase_order_line_id int4, number text, acknowledged_on date, status text, quantity \
    numeric, unit_price numeric, promised_on date, created_at timestamptz
    procurement.receipt: receipt_id int4, company_id int4, number text, document_date date, \
    posting_date date, partner_id int4, currency text, exchange_rate numeric, purchase_order_id \
    int4, created_at timestamptz
    procurement.receipt_line: receipt_line_id int4, receipt_id int4, line_number int4, \
    purchase_order_line_id int4, item_id int4, quantity numeric, rejected_quantity numeric, \
    net_amount numeric
    procurement.bill: bill_id int4, company_id int4, number text, document_date date, \
    posting_date date, partner_id int4, currency text, exchange_rate numeric, purchase_order_id \
    int4, supplier_number text, due_date date, payment_terms_id int4, total numeric, tax_total \
    numeric, reversed_bill_id int4, created_at timestamptz
    procurement.bill_line: bill_line_id int4, bill_id int4, line_number int4, line_kind text, \
    item_id int4, purchase_order_line_id int4, receipt_line_id int4, description text, quantity \
    numeric, net_amount numeric, tax_code text, tax_amount numeric, recoverable_tax_amount \
    numeric, account_code text, department_id int4, project_id int4
    procurement.debit_note: debit_note_id int4, company_id int4, number text, document_date \
    date, posting_date date, partner_id int4, currency text, exchange_rate numeric, bill_id \
    int4, total numeric, tax_total numeric, created_at timestamptz
    procurement.debit_note_line: debit_note_line_id int4, debit_note_id int4, line_number int4, \
    line_kind text, item_id int4, bill_line_id int4, description text, quantity numeric, \
    net_amount numeric, tax_code text, tax_amount numeric, account_code text, department_id \
    int4, project_id int4
    procurement.supplier_return: supplier_return_id int4, company_id int4, number text, \
    document_date date, posting_date date, partner_id int4, receipt_id int4, debit_note_id \
    int4, status text, reason text, created_at timestamptz
    procurement.supplier_return_line: supplier_return_line_id int4, supplier_return_id int4, \
    line_number int4, receipt_line_id int4, item_id int4, lot_id int4, quantity numeric, \
    net_amount numeric, currency text
    procurement.expense_claim: expense_claim_id int4, company_id int4, number text, \
    document_date date, posting_date date, currency text, exchange_rate numeric, employee_id \
    int4, partner_id int4, paid_by text, cash_account_id int4, status text, approved_by text, \
    total numeric, tax_total numeric, created_at timestamptz
    procurement.expense_claim_line: expense_claim_line_id int4, expense_claim_id int4, \
    line_number int4, category text, description text, net_amount numeric, tax_code text, \
    tax_amount numeric, recoverable_tax_amount numeric, account_code text, department_id int4, \
    project_id int4
    manufacturing.bom: bom_id int4, item_id int4, component_id int4, quantity numeric, \
    valid_from date, valid_until date, level int4, unit_code text
    manufacturing.routing: routing_id int4, item_id int4, operation int4, name text, \
    work_centre text, location_id int4, setup_hours numeric, run_hours numeric, labour_rate \
    numeric, overhead_rate numeric, currency text, valid_from date, valid_until date
    manufacturing.work_order: work_order_id int4, company_id int4, number text, item_id int4, \
    location_id int4, status text, planned_quantity numeric, completed_quantity numeric, \
    scrapped_quantity numeric, starts_on date, due_on date, completed_on date, sales_order_id \
    int4, department_id int4, project_id int4, created_at timestamptz
    manufacturing.opening_work_order: work_order_id int4, quantity_left numeric, cost numeric
    manufacturing.work_order_component: work_order_component_id int4, work_order_id int4, \
    item_id int4, location_id int4, lot_id int4, planned_quantity numeric, consumed_quantity \
    numeric, scrapped_quantity numeric, unit_cost numeric
    manufacturing.work_order_output: work_order_output_id int4, work_order_id int4, item_id \
    int4, location_id int4, kind text, cost_share_percent numeric, planned_quantity numeric, \
    received_quantity numeric
    manufacturing.work_order_time: work_order_time_id int4, work_order_id int4, work_date date, \
    operation int4, hours numeric, labour_amount numeric, overhead_amount numeric, created_at \
    timestamptz
    manufacturing.production_schedule: production_schedule_id int4, item_id int4, week_start \
    date, planned_quantity numeric
    manufacturing.quality_check: quality_check_id int4, work_order_id int4, receipt_id int4, \
    checked_on date, item_id int4, checked_quantity numeric, failed_quantity numeric, reason \
    text
    hr.employee: employee_id int4, company_id int4, number text, name text, job_title text, \
    department_id int4, hired_on date, left_on date, monthly_salary numeric, hourly_rate \
    numeric
    hr.pay_slip: pay_slip_id int4, company_id int4, number text, employee_id int4, \
    department_id int4, project_id int4, period_start date, period_end date, posting_date date, \
    currency text, exchange_rate numeric, gross_amount numeric, net_amount numeric, \
    employer_amount numeric, paid_on date, cash_account_id int4, reversed_pay_slip_id int4, \
    created_at timestamptz
    hr.pay_slip_line: pay_slip_line_id int4, pay_slip_id int4, kind text, code text, \
    description text, amount numeric, hours numeric, account_code text
    hr.employee_balance: employee_id int4, kind text, as_of date, quantity numeric, amount \
    numeric
    hr.attendance: attendance_id int4, employee_id int4, work_date date, hours numeric
    hr.leave: leave_id int4, employee_id int4, kind text, first_day date, last_day date, days \
    numeric, status text, approved_by int4
    hr.recruitment: recruitment_id int4, company_id int4, department_id int4, job_title text, \
    opened_on date, filled_on date, applicants int4
    hr.training: training_id int4, employee_id int4, title text, held_on date, cost_amount \
    numeric
    hr.appraisal: appraisal_id int4, employee_id int4, held_on date, score numeric
    crm.campaign: campaign_id int4, company_id int4, name text, channel text, first_day date, \
    last_day date, budget_amount numeric, spent_amount numeric
    crm.lead: lead_id int4, company_id int4, campaign_id int4, name text, status text, \
    created_at timestamptz
    crm.opportunity: opportunity_id int4, company_id int4, lead_id int4, partner_id int4, stage \
    text, probability_percent numeric, expected_on date, amount numeric, created_at timestamptz
    crm.cart: cart_id int4, company_id int4, started_at timestamptz, status text, amount \
    numeric, sales_order_id int4
    pos.session: session_id int4, company_id int4, location_id int4, number text, posting_date \
    date, opened_at timestamptz, closed_at timestamptz, currency text, opening_cash numeric, \
    expected_cash numeric, counted_cash numeric, sales_amount numeric, deposited_amount \
    numeric, cashier text, cash_account_id int4, created_at timestamptz
    pos.stored_value: stored_value_id int4, company_id int4, number text, kind text, event \
    text, event_date date, currency text, amount numeric, points numeric, expires_on date, \
    document_stream text, document_id int4, partner_id int4, created_at timestamptz
    metadata.dimension: company_id int4, dimension text, value_code text, name text, \
    parent_code text, is_active bool
    metadata.item_attribute: item_id int4, attribute text, value text, unit text
    metadata.account_mapping: company_id int4, source_account text, account_code text, \
    sign_reversed bool, valid_from date, valid_until date, note text
    metadata.document_number: company_id int4, series text, number int4, document_number text, \
    issued_on date, document_stream text, document_id int4, is_void bool
    metadata.control_total: company_id int4, name text, as_of date, scope_id int4, quantity \
    numeric, amount numeric
    audit.event: event_id int8, company_id int4, occurred_at timestamptz, actor text, action \
    text, document_stream text, document_id int4, table_name text, row_key text, old_values \
    jsonb, new_values jsonb
    audit.workflow_transition: transition_id int8, company_id int4, document_stream text, \
    document_id int4, from_status text, to_status text, occurred_at timestamptz, actor text, \
    role text, reason text
    audit.approval: approval_id int8, company_id int4, document_stream text, document_id int4, \
    decision text, decided_at timestamptz, actor text, role text, level int4, currency text, \
    amount numeric, requested_by text, comment text
    """
}
