namespace Vitrine.Ledger;
