"""What a relative's pages show: the cards, and one person's page section by section."""

from iop.portal.presenters.shared.pages import home, shared_page, still

__all__ = ["home", "shared_page", "still"]
