namespace Vitrine.Egress;

/// <summary>What the door counts and does not list.</summary>
/// <param name="RepeatedLookups">DNS questions that were asked and recorded before.</param>
/// <param name="RepeatedRefusals">Refused connections and requests whose like was recorded before.</param>
/// <param name="Unlisted">Different look-ups and refusals past the limit: they are nowhere in the record but here.</param>
/// <param name="ExcessConnections">Connections that were reset because too many were open.</param>
/// <param name="ExcessNames">Look-ups of new names that found the table full.</param>
public readonly record struct DoorCounts(long RepeatedLookups, long RepeatedRefusals, long Unlisted, long ExcessConnections, long ExcessNames);
