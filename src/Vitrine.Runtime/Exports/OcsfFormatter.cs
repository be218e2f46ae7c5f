using System.Buffers;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>
/// Events of OCSF 1.8.0, one JSON object a line; which class an entry becomes is in docs/export.md. An entry becomes one event, but for a body that is a
/// model or tool call in which something was found: that is a call and a finding.
/// </summary>
internal sealed class OcsfFormatter(string origin) : RecordFormatter
{
    private readonly OcsfLedger _ledger = new(origin);

    /// <inheritdoc/>
    public override string MediaType => "application/x-ndjson";

    /// <inheritdoc/>
    public override void Write(LedgerRecord record, ArrayBufferWriter<byte> output)
    {
        OcsfEvent first = NewEvent(record, output, part: 0);
        switch (record.Entry?.Data)
        {
            case null:
                OcsfKeeper.WriteLeaf(first, record);
                break;
            case ProgramRun or FileOpened or FileChanged or SignalSent:
                OcsfSystem.Write(first, record.Entry.Data);
                break;
            case SocketConnected or SocketBound or FlowRefused or FlowStarted or FlowEnded or NameLookedUp:
                OcsfNetwork.Write(first, record.Entry.Data, _ledger);
                break;
            case RequestStarted or RequestEnded or CredentialUsed:
                OcsfHttp.Write(first, record.Entry, _ledger);
                break;
            case BodyInspected inspected:
                WriteInspected(record, inspected, first, output);
                break;
            case CallRefused or FileHeldBack or TerminalSequencesDropped:
            case PolicyDecided { Decision.IsAllowed: false }:
                OcsfFindings.Write(first, record.Entry, StableId(origin, record.TreeIndex));
                break;
            default:
                OcsfKeeper.WriteRare(first, record.Entry);
                break;
        }

        Finish(first, output);
    }

    private void WriteInspected(LedgerRecord record, BodyInspected inspected, OcsfEvent first, ArrayBufferWriter<byte> output)
    {
        bool isCall = inspected.Findings.Meaning is { Purpose: "model" or "tool" };
        bool isFinding = !inspected.Findings.IsClean || !inspected.Decision.IsAllowed;
        if (isCall)
            OcsfCalls.Write(first, record.Entry!.Session, inspected, _ledger);
        else if (!isFinding)
            OcsfHttp.WriteInspected(first, record.Entry!.Session, inspected, _ledger);
        if (!isFinding)
            return;
        OcsfEvent finding = first;
        if (isCall)
        {
            Finish(first, output);
            finding = NewEvent(record, output, part: 1);
        }

        OcsfFindings.Write(finding, record.Entry!, StableId(origin, record.TreeIndex));
        if (isCall)
            Finish(finding, output);
    }

    private OcsfEvent NewEvent(LedgerRecord record, ArrayBufferWriter<byte> output, int part) => new(Begin(output), record, _ledger) { Part = part };

    private static void Finish(OcsfEvent written, ArrayBufferWriter<byte> output)
    {
        written.Json.Flush();
        if (output.WrittenCount > 0 && output.WrittenSpan[^1] != (byte)'\n')
            EndLine(output);
    }
}
