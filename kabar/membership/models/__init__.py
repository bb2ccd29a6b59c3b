"""What is sold, who holds it, what was paid for it, and the ledger of it all."""

from kabar.membership.models.ledger import LedgerEntry
from kabar.membership.models.memberships import Holding, Membership, Reminder, Seat, SeatState
from kabar.membership.models.orders import (
    Invoice,
    InvoiceNumber,
    Notice,
    Notices,
    Order,
    OrderState,
    Payment,
    Purpose,
    Refund,
    RefundState,
)
from kabar.membership.models.plans import Kind, Plan, Unit
from kabar.membership.models.vouchers import (
    Admission,
    Institution,
    Voucher,
    VoucherBatch,
    VoucherTry,
)

__all__ = [
    "Admission",
    "Holding",
    "Institution",
    "Invoice",
    "InvoiceNumber",
    "Kind",
    "LedgerEntry",
    "Membership",
    "Notice",
    "Notices",
    "Order",
    "OrderState",
    "Payment",
    "Plan",
    "Purpose",
    "Refund",
    "RefundState",
    "Reminder",
    "Seat",
    "SeatState",
    "Unit",
    "Voucher",
    "VoucherBatch",
    "VoucherTry",
]
