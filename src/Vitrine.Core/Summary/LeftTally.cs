using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>What was found in the bodies that went out, by destination.</summary>
internal sealed class LeftTally(SummaryLimits limits, TextBudget budget)
{
    private readonly BoundedTable<DestinationRow> _destinations = new(limits.Names, limits, budget, () => new DestinationRow(limits, budget));

    public void Add(BodyInspected inspected)
    {
        DestinationRow row = _destinations[inspected.Destination ?? ""];
        row.Region ??= inspected.Region;
        if (inspected.Direction is "response" or "received")
        {
            row.AddAnswer(inspected.Findings);
            return;
        }

        row.AddSent(inspected.Findings, inspected.Decision.IsAllowed);
    }

    public LeftReport ToReport()
    {
        List<DestinationRow> rows = _destinations.ToSortedList();
        return new LeftReport(rows.ConvertAll(static row => row.ToReport()), _destinations.More);
    }
}
