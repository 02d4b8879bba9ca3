/* The ladder a new installation starts with: norms as Dutch corporations publish them. A
 * corporation changes the file and imports its own.
 *
 * No clock names a state: it lives while the case is open, or until an event stops it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/ladder_set.h"

const char LADDER_DEFAULT[] =
	"rank,clock,kind,urgency,party,state,starts,stops,amount,unit,warn,rungs,reason\n"
	"10,alarm-taken,,,,,alarm,taken,2,clock_minutes,,phone@+0m|manager@+5m,\"2 minuten na het noodsignaal\"\n"
	"20,call-confirm,,urgent|emergency,,,captured,confirmed|contacted|closed,2,clock_hours,30m,phone@+0h|manager@+2h,\"2 klokuren na de melding\"\n"
	"30,appointment,repair,normal|planned,,,captured,appointed|ready|closed,5,working_days,1wd,planner@+0h|manager@+2wd,\"5 werkdagen na de melding\"\n"
	"40,done,,emergency,,,captured,ready|closed,2,clock_hours,30m,phone+planner@+0h|manager@+1h,\"2 klokuren na de noodmelding\"\n"
	"50,done,,urgent,,,captured,ready|closed,24,clock_hours,4h,planner@+0h|manager@+4h,\"24 klokuren na de spoedmelding\"\n"
	"60,done,complaint,,,,captured,ready|closed,4,weeks,1w,leader@+0h|manager@+1wd,\"4 weken na de klacht\"\n"
	"70,done,,normal,,,captured,ready|closed,10,working_days,2wd,planner@+0h|manager@+5wd,\"10 werkdagen na de melding\"\n"
	"80,done,,planned,,,captured,ready|closed,6,weeks,1w,planner@+0h|manager@+5wd,\"6 weken na de melding\"\n"
	"90,done,,urgent|emergency,,,reopened,ready|closed,24,clock_hours,4h,owner@+0h|manager@+4h,\"24 klokuren na de heropening\"\n"
	"100,done,,,,,reopened,ready|closed,5,working_days,1wd,owner@+0h|manager@+2wd,\"5 werkdagen na de heropening\"\n"
	"110,first-contact,,,,,handed,contacted|closed,24,clock_hours,4h,leader+deputy@+0h|manager@+4h,\"24 klokuren na overdracht\"\n"
	"120,supplier-reply,,,,,asked,answered|closed,2,working_days,4wh,party+owner@+0h|leader@+2wd,\"2 werkdagen na de vraag\"\n"
	"130,referral,,,,,referred,returned|closed,10,working_days,,phone@+0h,\"10 werkdagen na de doorverwijzing\"\n"
	"140,objection,,,,,no-fault,objected|closed,10,working_days,,owner@+0h,\"10 werkdagen bezwaartijd na de uitkomst\"\n"
	"150,legal-six-weeks,repair|complaint,,,,captured,closed,6,weeks,10d,leader+manager@+0h,\"de Huurcommissie staat open 6 weken na de melding\"\n"
	"160,partner-reply,,,,,forwarded,replied|closed,10,working_days,2wd,owner@+0h|manager@+5wd,\"10 werkdagen na het doorsturen\"\n"
	"170,planned-action,,,,,planned,acted|closed,0,days,,owner@+0h|manager@+1wd,\"de actie is gepland\"\n";
