"""What an advertiser is told: the figures of a campaign as a page, as CSV and as PDF."""
