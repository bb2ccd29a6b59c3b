"""What happened to memberships, told to whoever listens."""

from django.dispatch import Signal

#: An order is paid and fulfilled; sent with `order`.
order_paid = Signal()
#: A membership is over; sent with `membership`.
membership_ended = Signal()
